"""Words that hold a sentence together and say nothing of what it is about. Pure.

Written down from reading health articles; a language without a list compares texts by all its words.
"""

_ENGLISH = """
a about after again all also although always an and another any anyone are as at be because been before being
between both but by came can cannot come could did do does done down during each either else enough even ever every
few for from get gets give given gives go goes got had has have having he help helps her here hers him his how
however i if in into is it its itself just kind know less let like likely made make makes many may me might more
most much must my need needs neither never no nor not now of off often on once one only or other others our out over
own part people perhaps person put rather really said same say says see seen she should show shows since so some
something sometimes soon still such take taken takes tell than that the their them then there these they thing
things this those though through to together too under until up upon us use used useful uses using usually very want
was way ways we well went were what when where whether which while who whole whom whose why will with within without
would yet you your yourself
"""
_VIETNAMESE = """
ai anh bao bên bằng bị bởi cho chúng chưa chỉ chị chứ cuối càng các cái còn có cùng cũng cả cần của do dù dùng dưới
em giúp giống giữa gì hay hiện hoặc hãy hơn hầu hết họ khi khiến khá khác không kể liệu loại luôn là làm lên lúc lại
lẽ mà mọi mỗi một mới mức nay ngay ngoài ngày nhau nhiên nhiều như nhưng nhất nhỏ những nào này nên nó nói năm nơi
nếu nữa phải phần qua quá ra riêng rất rằng rồi sao sau sẽ sự ta thay theo thành thêm thì thường thấy thể trong trên
trước trở tuy tôi tại tất tới tức từ từng việc và vài vào vì vẫn vậy vẻ về với vừa xuống đang đi điều đâu đây đã đó
được đấy đầu đến đều đối ở
"""
FUNCTION_WORDS = {"en": frozenset(_ENGLISH.split()), "vi": frozenset(_VIETNAMESE.split())}

# What every article about health mentions: two that share no more than this share nothing a reader would name.
_ENGLISH_EVERYDAY = """
adult adults advice advises aged body cause causes changes check common condition conditions day days disease
diseases doctor doctors effects evidence figures found guide guideline health high higher information limit limits
medical medicine months news normal number older online organisation page pages problem problems question reported
research result results review risk risks signs site source sources studies study symptom symptoms term test tests
text treatment trial type website weeks world year years
"""
_VIETNAMESE_EVERYDAY = """
biểu hiện, bài báo, bài viết, bác sĩ, bình thường, bệnh nhân, bệnh viện, chẩn đoán, chế độ, con số, cơ thể, dấu
hiệu, hướng dẫn, khuyến cáo, kết quả, liên quan, mắc bệnh, nghiên cứu, nguy cơ, nguyên nhân, nguồn tham khảo, người
bệnh, người lớn, số ca, sức khỏe, tham khảo, tháng tuổi, thông tin, thế giới, thời gian, tiêu chuẩn, triệu chứng,
tài liệu, tác dụng, tình trạng, việt nam, xét nghiệm, y khoa, y tế, yếu tố, điều trị, đáp ứng, ước tính
"""
EVERYDAY_TERMS = {
    "en": frozenset(_ENGLISH_EVERYDAY.split()),
    "vi": frozenset(term.strip() for term in _VIETNAMESE_EVERYDAY.split(",")),
}
