// Package annual makes the tables of the 政府信息公开工作年度报告 (annual report, Regulation arts. 49 and 50; form of
// 国办公开办函〔2021〕30号) and reads what others hold of them: published reports and the ledgers an office kept before.
//
// An application contributes to a year by four facts: the year it is new in, the year its result counts in, the
// applicant's category and the result (Entry). Contributions turns them into cells of table 3, Tabulate adds the
// cells up, so the sums the form asks for hold by construction: whatever the entries, every column balances and what
// a year carries in is what the year before carried out.
//
// A Report holds the three tables as they are printed. Its cells are Figures, because a published cell may be a
// number, unknown, left blank, or hold words; a table that was counted here has numbers only. Check runs the eight
// rules B1-B8 over either kind.
//
// # Failure
//
// Reading never guesses. A published file that is not JSON, or a row without seven cells, is an error; a missing or
// null cell is unknown and makes the relations it stands in undecided, not broken. A ledger with bad rows gives every
// bad row with line and column (Fault) and is not to be stored; what is merely unusual is a Doubt. Sizes are bounded,
// so a small file cannot unfold into a large one. The package reads no clock and no file; the day of today is an
// argument wherever it matters.
package annual
