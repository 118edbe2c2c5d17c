-- At the end of a source's transaction: this daemon still leads, and does until the transaction ends. Unlike a
-- batch's guard it lets the daemon itself renew its leadership meanwhile, which is done on another connection.
-- $1 holder, $2 epoch. Columns: epoch; no row when somebody else has taken over
SELECT epoch FROM leader WHERE holder = $1 AND epoch = $2::bigint FOR KEY SHARE
