-- What a unit's money came from, in order of kinds.
-- $1 unit, $2 fiscal year
-- columns: kind, amount (fen)
SELECT kind, (amount * 100)::bigint FROM receipts
WHERE unit_code = $1 AND fiscal_year = $2::smallint
ORDER BY kind
