package main

import (
	"gongkai/db"
)

// verifyCmd folds everything again and compares. It changes nothing and opens no days.
type verifyCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *verifyCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		result, err := store.Verify(o)
		if err != nil {
			return err
		}
		if c.JSON {
			if err := o.json(result); err != nil {
				return err
			}
		} else {
			for _, d := range result.Differences {
				o.print("%s  %s  %s", d.What, d.Where, d.Detail)
			}
			o.print(o.pick("核对 %d 件事项、%d 件申请，差异 %d 处；链末 %s", "%d events, %d applications, %d differences; chain ends in %s"),
				result.Events, result.Applications, len(result.Differences), result.Digest)
		}
		if len(result.Differences) > 0 {
			return errFailed
		}
		return nil
	})
}
