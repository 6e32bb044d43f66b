// Package seal keeps personal data and free text apart from the history.
//
// An event holds only a commitment of each sealed value; the value itself is
// ciphertext in a table of its own and can be deleted at the end of retention
// (个人信息保护法 art. 19, 47) while the chain over the events still verifies.
//
// # The key file
//
// CreateKey makes it at first start, readable by its owner alone. It belongs
// in the backup plan, but not on the same medium as the database: whoever has
// both reads everything. Losing it means that names, numbers, addresses and
// words are unreadable for ever; events, dates, tables and reports stay, and
// so does the chain. Nobody can recover it.
//
// The file is text, so that it survives a mail program or a printed copy:
//
//	gongkai key file 1
//	key 1 3f5a90c2 <64 hex digits>
//	key 2 77be01d4 <64 hex digits>
//	check <16 hex digits>
//
// The number after "file" is the format. Each key has a number, an id (the
// first four bytes of SHA-256 over "gongkai seal key id v1" and the key) and
// its 32 bytes. "check" is the first eight bytes of SHA-256 over the lines
// above it, comments and blank lines left out, single spaces between words,
// lower case, each line ended by one LF. So a cut, mistyped or foreign file
// is told from a good one before anything is sealed with it.
//
// The last key seals, all of them open (Rotate adds one). The first also makes
// the tokens by which an applicant is recognised: they outlive a rotation.
//
// # A sealed record
//
//	byte 0        algorithm: 1 = HKDF-SHA256 (RFC 5869) and AES-256-GCM (NIST SP 800-38D)
//	bytes 1-4     id of the key
//	bytes 5-16    nonce, random
//	the rest      ciphertext and 16 bytes of tag
//
// Each owner (a stream such as application:A/N) has a data key of its own,
// derived from the key in the file. Owner, field and the header are bound into
// the tag: a record moved to another case or another field does not open.
//
// # Commitments
//
// A commitment is HMAC-SHA256, keyed by a random salt of 32 bytes, over owner,
// field and text, each with its length in front. Names, telephone and identity
// numbers are few enough to be guessed, so a salt lying open beside the
// commitment would give them away to whoever copies the database. Therefore
// the salt that Seal hands out for storage is itself sealed; OpenSalt opens it
// for the one who must show a court or an auditor a single value.
//
// # Failure
//
// A record sealed by a key that the file lacks gives ErrUnknownKey: the file is
// an older copy, another installation's, or was rotated by another process
// (open the file again). A record that was changed or moved gives ErrUnreadable.
// A key file that others may read is refused with ErrExposed.
package seal
