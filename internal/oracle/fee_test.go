package oracle_test

import (
	"gongkai/internal/oracle"
	"gongkai/law"
)

func (o *office) compareFee(v oracle.Verdict, differ func(string, any, any), cal *law.Calendar) {
	if app, charges := any(o.app).(interface {
		FeeEnd(*law.Calendar) law.Date
	}); charges && v.Charged {
		differ("last day of the fee", both(v.FeeEnd), app.FeeEnd(cal))
	}
}
