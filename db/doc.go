// Package db keeps the log and what is derived from it, on SQLite and on PostgreSQL with the same code.
//
// # The log
//
// Table event is the truth: positions 1, 2, 3 … without a gap and in the order of commit, each stream numbered 1, 2, 3
// …, every digest chained to the one before (package proof). It is never updated or deleted; triggers refuse both. Words
// and names stand in table sealed (package seal), an event holds only their commitments. All other tables but idempotency
// and session follow from these two, are written in the same transaction and can be dropped (Rebuild) and compared
// (Verify).
//
// # Writing
//
// One committer a process (committer.go) gathers the jobs that wait, opens one transaction, locks log_head, loads the
// applications concerned, lets package workflow decide each job in memory, writes all events and derived rows by array
// statements, commits, and answers everybody. A refused job leaves nothing behind and does not disturb the others.
// Throughput is bought by batching: each commit is durable.
//
// # Reading
//
// Readers use a pool of their own, bounded so that they cannot starve the writer, and see only what is committed.
//
// # Failure
//
// A transaction that fails is tried again job by job, so that one bad job fails alone. When the reply to COMMIT is lost
// the outcome is unknown: the log head is locked (which waits for whatever the lost session still does) and the id of
// the batch's first event is looked up; only when it is certainly absent is anything decided again. If the database
// stays away, the callers get ErrUnknownOutcome and may send the same idempotency key again: it is stored in the same
// transaction as the events. What another process committed is noticed under the lock, by the head's position.
//
// On PostgreSQL every read and write of a connection has a deadline, because lib/pq does not end a query on a dead
// network path; a server with fsync, full_page_writes or synchronous_commit off is refused.
//
// The search index holds keyed hashes, not words: whoever copies the database without the key learns which applications
// share a pair of characters, and nothing of what they say.
package db
