-- The days that the ledger adds to the official calendar, or changes in it.
-- Columns: date, off
SELECT date, kind = 'holiday' FROM calendar ORDER BY date
