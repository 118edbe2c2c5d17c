-- Makes the partitions that a fiscal year lacks, see prepare_fiscal_year().
-- $1 the year
-- columns: how many it made
SELECT prepare_fiscal_year($1::integer)
