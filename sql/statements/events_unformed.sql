-- Events of which nobody has decided yet which channels want them, the oldest first. Nothing is locked:
-- events_route takes an event only if it is still unformed then. A correction waits until the event that it
-- corrects is routed, since it goes wherever that one went. What it corrects, an event of the same deviation, and who
-- was told of that are looked up by key: a join would be planned for the empty tables of the first look and be kept
-- while they grow.
-- $1 how many events at most
-- columns: id, event, rule, severity, unit code, the event that it corrects (NULL: none), a channel that
--          was told of that or is about to be. Of a correction there is a row for each such channel, or one
--          with NULL.
SELECT e.id, e.event, e.rule, e.severity, e.unit_code, e.corrects_event_id, m.channel
FROM (
    SELECT new.* FROM events new
    WHERE NOT new.formed
      AND coalesce((SELECT old.formed FROM events old
                    WHERE old.id = new.corrects_event_id AND old.deviation_id = new.deviation_id), true)
    ORDER BY new.id
    LIMIT $1::int
) e
LEFT JOIN LATERAL (
    SELECT told.channel FROM message_events told
    WHERE told.event_id = e.corrects_event_id AND told.state IN ('waiting', 'sent')
    OFFSET 0
) AS m ON true
ORDER BY e.id
