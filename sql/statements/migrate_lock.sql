-- Two upgrades at once take turns; the second then finds nothing to do. Held until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('migrate'))
