package law

// Article 42 and the measures on the information processing fee
// (政府信息公开信息处理费管理办法, 国办函〔2020〕109号, in force 2021-01-01). No fee
// as a rule; when number or frequency is clearly beyond reason one may be asked,
// by item or by volume, never both. The applicant pays within 20 working days
// after he got the notice; otherwise the application is taken as dropped. The
// reply period begins anew on the day after payment.

func art42Payment() Term {
	return fixed("fee_payment", 20, WorkingDays, FromFeeNoticeServed, "42", 0).silence(SilenceAbandoned)
}

// FeeByItems gives the fee in fen for the applications of one applicant received
// in one calendar month, by item (按件计收): 1 to 10 free, 11 to 30 at 100 yuan
// each, then every further ten at 100 yuan more each. Zero for items < 0.
func FeeByItems(items int) int {
	yuan := 0
	for n := 11; n <= items; n++ {
		if n <= 30 {
			yuan += 100
			continue
		}
		yuan += 100 * (2 + (n-31)/10)
	}
	return yuan * 100
}

// FeeByPages gives the fee in fen for one application by volume (按量计收): 30
// pages free, to 100 at 10 yuan, to 200 at 20, beyond at 40 yuan a page.
func FeeByPages(pages int) int {
	slice := func(from, to int) int { return max(0, min(pages, to)-from) }
	return 100 * (10*slice(30, 100) + 20*slice(100, 200) + 40*max(0, pages-200))
}
