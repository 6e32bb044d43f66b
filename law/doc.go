// Package law knows what the Regulation on Open Government Information
// (政府信息公开条例) and the acts around it say about applications for
// disclosure (依申请公开): dates, working-day calendars, terms by version of
// the law, results, rows of the annual report and open readings.
//
// It is values and pure functions. It reads no clock, no file, no network and
// no setting; the day is always an argument. Legal dates are civil dates in
// Asia/Shanghai (UTC+8, without summer time since 1991), never instants.
//
// # Failure
//
// Decoders (ParseDate, ParseNotice, ReadBatch) refuse what they do not know
// and name the place. A calendar is refused as a whole when one notice
// contradicts itself. Asking for a working day after 2199-12-31 answers the
// zero Date, which means "none". A day received under no version of the law is
// an error (ErrNoVersion), never a default.
package law
