-- Inside a batch's transaction: still the leader, and stay it until the transaction ends. The years that are closed
-- are of the same snapshot; who closes one changes the row, so that a batch that waited for that begins anew.
-- $1 holder, $2 epoch, $3 a fiscal year. Columns: epoch, closed fiscal years with commas between them, whether that
-- year has partitions; no row when somebody else has taken over
SELECT epoch, (SELECT coalesce(string_agg(fiscal_year::text, ','), '') FROM fiscal_years WHERE closed_at IS NOT NULL),
       EXISTS (SELECT FROM prepared_years WHERE fiscal_year = $3::smallint)
FROM leader WHERE holder = $1 AND epoch = $2::bigint FOR SHARE
