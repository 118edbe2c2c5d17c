-- Contracts of which more goes to small enterprises than the whole is.
-- Columns: place, line, text
SELECT s.place, s.line, format('%s is more than the whole contract, %s', c.sme_amount, c.amount) AS text
FROM pg_temp.staged_contracts AS s
JOIN contracts AS c USING (code)
WHERE c.sme_amount > c.amount
