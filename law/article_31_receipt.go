package law

import "slices"

// Article 31. The day of receipt: handed in, the day it is handed in; by a kind
// of post that is signed for, the day the agency signs; by ordinary letter, the
// day the disclosure office confirms it with the applicant, which it must do
// the day the letter comes; by internet or fax, the day both sides confirm.

// Facts that make the day of receipt.
const (
	ReceivedHandedIn  = "handed_in"
	ReceivedSigned    = "signed"
	ReceivedConfirmed = "confirmed" // the office confirms with the applicant
	ReceivedAutoAck   = "auto_ack"  // the portal's acknowledgement (open reading A1)
)

// Channel is a way in which an application arrives.
type Channel struct {
	Key     string // in_person …
	Label   string
	English string
	Article string // 31, or 29 for an oral application
	Item    int    // item of art. 31
	Receipt string // fact that makes the day of receipt
	// Confirm: registered as arrived, and received only when confirmed.
	Confirm bool
	words   []string
}

// An oral application is received when the applicant signs the form the office
// filled (art. 29); one passed on by another agency when the competent office
// gets it (open reading A12). Neither stands in art. 31. A register that says
// no more than 信函 or 邮寄 is taken to mean post that is signed for.
var channels = [...]Channel{
	{Key: "in_person", Label: "当面提交", English: "in person", Article: "31", Item: 1, Receipt: ReceivedHandedIn, words: []string{"当面", "当面申请", "现场", "现场提交", "现场申请", "窗口", "窗口提交", "来访", "上门", "面交", "自送", "直接送达"}},
	{Key: "mail_signed", Label: "邮寄（需签收）", English: "post, signed for", Article: "31", Item: 2, Receipt: ReceivedSigned, words: []string{"邮寄", "信函", "信件", "来信", "邮政", "邮递", "寄送", "书信", "书面邮寄", "信函邮寄", "邮寄信函", "挂号", "挂号信", "邮政挂号", "ems", "邮政ems", "特快", "特快专递", "邮政特快专递", "邮政快递", "快递", "快件", "post", "mail"}},
	{Key: "mail_ordinary", Label: "平常信函", English: "ordinary letter", Article: "31", Item: 2, Receipt: ReceivedConfirmed, Confirm: true, words: []string{"平信", "普通信函", "普通信件", "普通邮寄", "平邮", "邮寄（无需签收）", "平常信函等无需签收的邮寄"}},
	{Key: "online", Label: "互联网渠道", English: "online", Article: "31", Item: 3, Receipt: ReceivedAutoAck, words: []string{"网络", "网上", "网上申请", "网上提交", "网络申请", "网络提交", "在线", "在线申请", "在线提交", "互联网", "网站", "门户网站", "政府网站", "网页", "平台", "网络平台", "申请平台", "电子邮件", "电子邮箱", "电邮", "email", "web", "internet"}},
	{Key: "fax", Label: "传真", English: "fax", Article: "31", Item: 3, Receipt: ReceivedConfirmed, Confirm: true, words: []string{"传真申请", "传真提交"}},
	{Key: "oral", Label: "口头", English: "oral, written down by the office", Article: "29", Receipt: ReceivedSigned, words: []string{"口头申请", "口述", "代填", "代为填写"}},
	{Key: "forwarded", Label: "其他机关转来", English: "forwarded by another agency", Article: "31", Receipt: ReceivedHandedIn, words: []string{"转办", "转交", "转来", "移送", "转送", "转送件", "交办", "上级转办", "部门转办"}},
}

var channelWords = func() index {
	x := index{}
	for i, c := range channels {
		x.put(c.Key, i)
		x.put(c.Label, i)
		x.put(c.English, i)
		for _, w := range c.words {
			x.put(w, i)
		}
	}
	return x
}()

// Channels gives the ways in.
func Channels() []Channel { return slices.Clone(channels[:]) }

// ChannelByKey gives the way with that key.
func ChannelByKey(key string) (Channel, bool) {
	for _, c := range channels {
		if c.Key == key {
			return c, true
		}
	}
	return Channel{}, false
}

// ChannelByWord reads a way in as registers write it; see CategoryByWord. 邮件
// is not known: it may be a letter or an e-mail.
func ChannelByWord(word string) (Channel, bool) {
	i, ok := channelWords[fold(word)]
	if !ok {
		return Channel{}, false
	}
	return channels[i], true
}
