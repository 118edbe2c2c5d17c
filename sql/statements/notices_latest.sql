-- The last version of a unit's notice of a month, as it was sent. No row: none was.
-- $1 unit, $2 fiscal year, $3 month
-- columns: id, version, figures
SELECT id, version, figures FROM notices
WHERE unit_code = $1 COLLATE "C" AND fiscal_year = $2::smallint AND month = $3::smallint AND form = 'progress'
ORDER BY version DESC
LIMIT 1
