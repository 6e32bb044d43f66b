// Package house holds the rules of this house as tests: who may import whom, where the clock, the environment,
// randomness and panic may stand, that no write reaches a database outside a transaction, how long a file may be, and
// that the documents say what is there. There is no code here, only tests; `make rules` runs them.
//
// Each rule says why when it fails. An exception has its reason beside it in the table of its rule, and an exception
// that nothing needs any more fails too.
package house
