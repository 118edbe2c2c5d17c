-- Become the leader or stay it: the row is ours already, or its holder's time is up. Taking it over raises
-- the epoch, which is what an older holder's transactions are checked against. Who comes late and finds the
-- row still its own stays under its epoch: nobody else has led, and a full pass whose batches take longer
-- than the lease would never end. No row: somebody else leads, or did and a batch of his is not over, which
-- has the row locked: nobody waits for that, as it may be one that has been stopped. The lock of the own sources'
-- transactions (source_guard.sql) lets its holder renew, and nobody take over.
-- $1 holder, $2 lease in milliseconds. Columns: epoch
UPDATE leader
SET epoch = epoch + CASE WHEN holder = $1 THEN 0 ELSE 1 END,
    holder = $1,
    until = now() + $2::bigint * interval '1 millisecond'
WHERE id IN (SELECT id FROM (SELECT id FROM leader WHERE holder = $1 FOR NO KEY UPDATE SKIP LOCKED) AS own)
   OR id IN (SELECT id FROM (SELECT id FROM leader WHERE holder <> $1 AND until <= now()
                             FOR UPDATE SKIP LOCKED) AS free)
RETURNING epoch
