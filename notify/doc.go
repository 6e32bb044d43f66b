// Package notify tells people what they have to know: a new task, something that came back, a date that comes near or has
// passed, a supplement or an opinion that arrived. It follows the bus as every worker does, and its effects stand beside
// the log: a list for each person, and messages to other programs.
//
// Who is told follows from roles: a department's people of its tasks, handlers of what arrives, handlers and heads of what
// is overdue. Nobody is told the same twice: each reminder has a key for its person, the event or the rule with the
// application and its date, and the store keeps one of a key.
//
// # When things fail
//
//   - The bus is away: nothing is told; when it is back, everything is told that is still of interest.
//   - An event comes twice, or everything comes again: the keys keep it from being told twice.
//   - The store is out of reach: the event waits and is tried again.
//   - The history is imported or read from its beginning: what happened more than 30 days ago is not told.
//   - A day was missed: what came near on that day is not told any more, what is overdue is, by its own event.
package notify
