// Package events is the bus: it tells other programs what happened, and it holds the alarm clock that opens days.
//
// # What goes out
//
// Every event of the log but those of people's own streams is published on the JetStream stream GONGKAI, as a CloudEvents
// 1.0 message in binary mode:
//
//	subject   gongkai.events.<agency>.<department or _>.<event type>   ("_" also where there is no agency: calendar, day)
//	payload   the event's data, JSON: keys, dates, codes, commitments; never a name, a number, an address or words
//	headers   ce-specversion 1.0 · ce-id and Nats-Msg-Id = event id · ce-source /agencies/<agency> · ce-type = event type
//	          ce-time = recorded_at · ce-subject = application number · ce-sequence = place in its own stream
//	          ce-position = place in the whole history · ce-epoch = raised by a restore · ce-stream = stream of the log
//	          ce-ondate = legal date · ce-law = version of the law · ce-dataref where data are too large for the bus
//	          ce-dataschema urn:gongkai:event:TYPE:vN, the version of the data (docs/schemas)
//	          ce-datacontenttype and Content-Type application/json
//
// Values are percent-encoded as the binding asks. Positions rise, with gaps where events of people stand in between. A
// message is a bell, not a parcel: whoever needs more than the codes asks the API, which asks who is asking.
//
// # What comes in
//
// Commands, on gongkai.commands.<agency>, as requests to a NATS micro service "gongkai" (CommandService): the payload is
// one object of the command language, the header Authorization: Bearer TOKEN says who asks, Idempotency-Key or
// Nats-Msg-Id is the key, If-Match the sequence seen. The answer has the body and headers that HTTP gives, and its status
// as Gongkai-Status; refusals are problem+json and carry Nats-Service-Error-Code too. A sender that hears no answer asks
// again with the same key. Only the engine may listen there: commands hold words and tokens.
//
// # What is promised
//
// The log is the truth and the bus is made from it. There is no book of what was published: the stream's own last message
// says it. A relay (any number may run) publishes from there on, in order of position, in atomic batches fenced by the
// expected last sequence. So every event is published at least once, in order, and once it is there the fence and the
// message id keep it from being there twice.
//
// A worker follows one department (or everything): one event at a time (max_ack_pending 1), in order, acknowledged after
// its program is done with it. Nothing else is needed for the order to hold across crashes and for two workers of one
// department that share a directory. With Parallel it has several applications in hand, each in order; what an earlier run
// left unfinished is fetched before anything new, and only one process may follow at a time. What was done is written down by event id, and what is heard twice is passed over; between the
// effect and the writing a crash can still double an event, so programs must stay idempotent by GONGKAI_EVENT_ID, or keep effect and note in
// one transaction: Inbox, with SQLInbox for database/sql.
//
// The clock (robfig/cron) decides nothing. It asks for days to be opened at start, after midnight in Asia/Shanghai and
// every minute; which days are open stands in the database.
//
// # When things fail
//
//   - The process dies after the server took a batch, before it knew: the next relay reads the stream's end and goes on.
//   - Two relays publish at once: one fence fails, that relay reads the stream's end and goes on.
//   - The bus is down or gone for a while: commands go on, the log keeps everything, the relay tries again with growing
//     delays up to 30 s and drains what has gathered. State tells how far behind it is and why.
//   - The bus lost its directory, or somebody deleted the stream: the relay makes it again and publishes from position 1.
//     Workers pass over what their journal knows.
//   - The log was restored to an earlier point: its epoch is raised; the relay walks the stream back to the last event both
//     have and publishes on from there, under the new epoch. Workers that have heard the new epoch refuse the dead one.
//   - The log and the stream are of different installations: ErrForeignHistory, nothing is published. Remove DATA/bus.
//   - Servers that acknowledge before they sync: ErrNotSynced, nothing is published. Servers that do not tell: a warning is
//     in the log, and it goes on (CheckSync gives ErrSyncUnknown).
//   - A program fails, panics or does not end: its event goes to the worker's shelf (a directory, on disk before the bus is
//     told), with every later event of the same application behind it; other applications go on. It is tried again with
//     growing delays; after Attempts it is set aside, said on the error log, and waits until somebody has it tried again
//     (Retry, `gongkai worker retry`, the settings page), the worker starts again, or the file is taken away.
//   - A worker dies with an event in its hands: the bus gives it again, first, after AckWait. A stopped worker finishes the
//     event at hand and gives back what it had not begun.
//   - The stream dropped its oldest messages (2 GiB) before a worker heard them: with a History it reads them from the log.
//   - A message on our subjects that is no event: set aside with its reason under aside/unreadable, and passed over.
//   - A sweep panics, fails or takes longer than a minute: it is recovered, told in State, and asked for again; two never
//     run at once.
package events
