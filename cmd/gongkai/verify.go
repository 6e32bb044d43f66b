package main

import (
	"context"
	"errors"
	"time"

	"gongkai/db"
	"gongkai/events"
)

// verifyCmd folds everything again and compares. It changes nothing and opens no days. What the bus does not hold yet is
// shown and is no difference.
type verifyCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

// verified is the result with what the bus holds; Published is absent while no bus can be asked.
type verified struct {
	db.Verification
	Published   *int64 `json:"published,omitempty"`
	Unpublished *int64 `json:"unpublished,omitempty"`
}

func (c *verifyCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		result, err := store.Verify(o)
		if err != nil {
			return err
		}
		all := verified{Verification: result}
		if reached, ok, err := o.published(store); err != nil {
			return err
		} else if ok {
			behind := max(0, result.Position-reached)
			all.Published, all.Unpublished = &reached, &behind
		}
		if c.JSON {
			if err := o.json(all); err != nil {
				return err
			}
		} else {
			c.print(o, all)
		}
		if len(result.Differences) > 0 {
			return errFailed
		}
		return nil
	})
}

func (c *verifyCmd) print(o *output, v verified) {
	for _, d := range v.Differences {
		o.print("%s  %s  %s", d.What, d.Where, d.Detail)
	}
	o.print(o.pick("核对 %d 件事项、%d 件申请，差异 %d 处；链末 %s", "%d events, %d applications, %d differences; chain ends in %s"),
		v.Events, v.Applications, len(v.Differences), v.Digest)
	if v.Unpublished != nil && *v.Unpublished > 0 {
		o.print(o.pick("总线已发布到位置 %d，其后 %d 件尚未发布（不算差异）", "the bus holds the log up to %d, %d after it are not published yet (no difference)"), *v.Published, *v.Unpublished)
	}
}

// published asks the bus how far it came; false when no server runs one now.
func (o *output) published(store *db.Store) (int64, bool, error) {
	ctx, cancel := context.WithTimeout(o, 3*time.Second)
	defer cancel()
	reached, err := events.Reached(ctx, o.dialBus("gongkai verify"), store)
	if errors.Is(err, events.ErrForeignHistory) {
		return 0, false, err
	}
	return reached, err == nil, nil
}
