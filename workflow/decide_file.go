package workflow

import (
	"time"

	"gongkai/law"
)

// How long a file is kept after closing, in years: longer where money or a court was involved. The Regulation sets no
// period; the classes are those of 机关文件材料归档范围和文书档案保管期限规定.
const (
	retentionYears     = 10
	longRetentionYears = 30
)

// decide keeps where was searched (art. 36(4)): in court the agency must prove that it searched as far as is reasonable.
func (c *RecordSearch) decide(d *decision) error {
	return d.emit(SearchRecorded, None, d.on, Data{Found: c.Found}, map[string]string{"where": c.Where})
}

// decide names a paper of the file by its digest.
func (c *Attach) decide(d *decision) error {
	return d.emit(Attached, None, d.on, Data{Digest: c.Digest}, map[string]string{"name": c.Name})
}

// decide archives the file of a closed application.
func (c *Archive) decide(d *decision) error {
	if !d.app.State.Closed() || d.app.State == Void {
		return d.notNow()
	}
	if !d.app.ArchivedOn.IsZero() {
		return refuse("already_archived", "45", d.app.ArchivedOn)
	}
	return d.emit(Archived, None, d.on, Data{RetainTo: d.app.retainTo()}, nil)
}

// retainTo is the day until which the file is kept, counted from 1 January after closing.
func (a *Application) retainTo() law.Date {
	years := retentionYears
	if len(a.Fees) > 0 {
		years = longRetentionYears
	}
	return law.NewDate(a.ClosedOn.Year()+1+years, time.January, 1)
}
