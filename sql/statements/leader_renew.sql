-- Become the leader or stay it: the row is ours already, or its holder's time is up. Taking it over, or
-- taking it again after our own time was up, raises the epoch, which is what an older holder's
-- transactions are checked against. No row: somebody else leads. $1 holder, $2 lease in milliseconds.
-- Columns: epoch
UPDATE leader
SET epoch = epoch + CASE WHEN holder = $1 AND until > now() THEN 0 ELSE 1 END,
    holder = $1,
    until = now() + $2::bigint * interval '1 millisecond'
WHERE holder = $1 OR until <= now()
RETURNING epoch
