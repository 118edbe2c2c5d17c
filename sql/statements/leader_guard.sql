-- Inside a batch's transaction: still the leader, and stay it until the transaction ends.
-- $1 holder, $2 epoch. Columns: epoch; no row when somebody else has taken over
SELECT epoch FROM leader WHERE holder = $1 AND epoch = $2::bigint FOR SHARE
