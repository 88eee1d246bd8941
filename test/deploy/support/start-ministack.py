"""MiniStack, which lists the templates of SES with a time in words, where AWS says seconds: the SDK refuses that."""

import time

from ministack.app import main
from ministack.services import ses_v2

ses_v2.now_iso = lambda: int(time.time())
main()
