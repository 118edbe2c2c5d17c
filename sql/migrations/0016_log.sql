-- The change log as a queue for those who read it at once.

-- A unit that reported stands in the log by one row, however many projects it has.
ALTER TABLE change_log ADD COLUMN after_code text COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN change_log.after_code IS 'unit_projects: the project behind which to go on; empty: from the first.';
COMMENT ON COLUMN change_log.subject_kind IS 'Kind of subject; unit_projects: all projects of a unit; all: everything is to be looked at again.';
COMMENT ON COLUMN change_log.subject_code IS 'Its code; of unit_projects the unit''s.';
COMMENT ON COLUMN change_log.id IS 'Order of writing, not of commit; nothing is concluded from gaps. The daemon remembers an id below which nothing can appear any more, which needs ids that are drawn one by one: the sequence must not cache.';
CREATE INDEX change_log_units ON change_log (id) WHERE subject_kind = 'unit_projects';

-- Consumed rows lie dead in the table and at the left end of its index until vacuum takes them out. What one look for
-- the first row reads then, in pages of 8 KB:
--
--   rows consumed, not vacuumed         10 thousand   1 million
--   first look from the left end                139      13,800 (0.8 s: each dead row is visited once)
--   each later look from the left end            37       2,743 (60 ms: dead entries are only passed over)
--   look from the id the daemon remembers        10          11
--   look from the left end after vacuum           6           6
--   vacuum                                    20 ms       1.1 s
--
-- So looks no longer depend on vacuum; its work is to let the space be used again. By number of rows: autovacuum
-- comes once a minute at the earliest, by when a busy minute has left some ten thousand rows and a thousand are worth
-- the trip. Without pauses (cost_delay), since it takes about a second for a million rows and the next million is
-- on its way; without cutting the file, which the next load fills again. All this stands as it was set; what it
-- was set by had only been thought.
ALTER TABLE change_log SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false);
