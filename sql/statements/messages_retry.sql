-- Send dead messages again: the same id and body, and a fresh schedule of attempts.
-- $1 ids
-- columns: id of each that was dead.
UPDATE messages
SET state = 'pending', first_attempt = attempts, next_attempt_at = now(), settled_at = NULL, reported_at = NULL
WHERE id = ANY ($1::text[]) AND state = 'dead'
RETURNING id
