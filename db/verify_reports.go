package db

import (
	"context"
	"encoding/json"
	"fmt"

	"gongkai/annual"
)

// reports holds every filed report against its digest, and the newest version of each year that was counted here against
// the applications: whatever was entered since, they must still count as that report says (rulebook 5.1).
func (v *verifier) reports(ctx context.Context) error {
	var rows []struct {
		Agency  string `db:"agency"`
		Year    int    `db:"year"`
		Kind    string `db:"kind"`
		Version int    `db:"version"`
		Report  string `db:"report"`
		Last    int    `db:"last"`
	}
	const query = "select r.agency, r.year, r.kind, r.version, r.report, (select max(n.version) from report n " +
		"where n.agency = r.agency and n.year = r.year) as last from report r where r.kind <> 'drafted' order by r.agency, r.year, r.version"
	if err := v.q.SelectContext(ctx, &rows, query); err != nil {
		return fmt.Errorf("read the filed reports: %w", err)
	}
	for _, row := range rows {
		where := fmt.Sprintf("%s/%d, version %d", row.Agency, row.Year, row.Version)
		var r annual.Report
		if err := json.Unmarshal([]byte(row.Report), &r); err != nil {
			v.differ("report", where, "it cannot be read: %v", err)
			continue
		}
		if r.TableDigest() != r.Digest {
			v.differ("report", where, "its tables do not have its digest")
		}
		if row.Kind == importedReport || row.Version != row.Last {
			continue
		}
		table, err := reportRows{v.q, row.Agency}.table3(ctx, row.Year)
		if err != nil {
			return err
		}
		now := r
		now.Table3 = table.Grid(r.Table3.Form)
		for _, c := range annual.Compare(r, now) {
			v.differ("report", where, "table 3, %s, %s: filed %s, the applications count %s", c.Row, c.Column, c.Filed, c.Live)
		}
	}
	return nil
}
