// Package proof makes the chained digest over the log: each event's digest
// covers the event and the digest before it, so that an event changed, removed,
// added or moved shows at its place and at every place after it.
//
// The format is written out here so that anybody can check a log without this
// program. The lines of `gongkai events --json` hold all that is needed.
//
// # Format of algorithm "sha256"
//
// The digest before the first event, the genesis, is
//
//	SHA-256("gongkai/genesis/sha256/v1")
//
// and the digest of each event is SHA-256 over these bytes, in this order,
// nothing between them:
//
//	tag          the 23 bytes "gongkai/chain/sha256/v1"
//	previous     32 bytes, the digest of the event one position before, or the genesis
//	position     8 bytes, big-endian
//	seq          8 bytes, big-endian
//	id           text
//	stream       text
//	type         text
//	on_date      text, 2025-03-04, empty when there is none
//	recorded_at  text, 2025-03-04T01:02:03.000004Z: UTC, always six decimals
//	actor        text
//	law          text
//	department   text, empty when the event concerns none
//	data         text, the JSON byte for byte as it is stored, not rearranged
//
// where a text is the number of its bytes in UTF-8, as 8 bytes big-endian,
// followed by these bytes. Every length stands before its text, so two
// different events never give the same bytes. Position and seq are counted from
// 1. A digest is printed in lower-case hex.
//
// A verifier starts from the genesis at position 1, takes the events in order
// of position without a gap, and compares each digest with the stored one. Who
// rewrites the whole log from some place on can make a chain that holds; that
// is found by comparing any digest kept elsewhere (a receipt, a printed page, a
// filed report) with the digest at its position.
//
// # Failure
//
// An algorithm not known here is ErrAlgorithm, never a silent default: a chain
// must not be continued, nor called broken, by a program too old for it.
package proof
