-- Publishes the ledger. $1 the role that takes it, NULL: rights are given by hand.
-- columns: the server's wal_level, which has to be logical
SELECT current_setting('wal_level') FROM publish_ledger($1)
