-- Before the first full pass of a database: what the log says of single subjects is answered by the pass, which looks at
-- all of them; after an import of everything that is millions of rows. NOWAIT: while somebody writes, the log stays, and
-- each page takes its own rows. Under the lock every row that is there is committed, so whatever a row speaks of is
-- seen by the pages. No parameters.
LOCK TABLE change_log IN ACCESS EXCLUSIVE MODE NOWAIT
