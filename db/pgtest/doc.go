// Package pgtest runs a PostgreSQL server of its own for tests: in a temporary folder, on a port and a socket of its own,
// durable as in production, thrown away at the end. It is for tests only.
//
// The programs are looked for in GONGKAI_TEST_POSTGRES_BIN, then under /usr/lib/postgresql, then on the PATH. A machine
// without PostgreSQL fails the tests: a lane that is skipped proves nothing. The server refuses to run as root, so root
// starts it as the user postgres or nobody.
package pgtest
