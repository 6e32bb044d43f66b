// Package torture breaks the machine under the program and looks whether the promise holds: a command that was answered
// with success is never lost and is done once, and what was not answered is done once or not at all. It holds tests only.
//
// The tests run the real program and real servers: kill -9 at random moments of imports, servers and their start; a
// proxy that drops the database's reply to any message; a database killed under load; a full disk; rivals at the same
// applications and the same deadlines. Clients keep a book of what they were told; at the end the log is held against the
// book, and `gongkai verify` must find no difference.
//
// GONGKAI_TORTURE_ROUNDS says how many kills a lane gets (default 15), GONGKAI_TORTURE_SEED repeats the moments of an
// earlier run as far as the machine allows; each run prints its seed.
package torture
