"""A small Alipay over real HTTP, written from the vendor's published rules: it checks what it is sent, and signs what it says."""

import datetime as dt
import io
import json
import threading
import time
import urllib.parse
import zipfile
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.simulators.alipay.errors import Refused
from tests.simulators.alipay.signing import is_signed, joined, make_key, sign
from tests.simulators.alipay.trades import Memory, clock

APP_ID, SELLER_ID = "2021000000000001", "2088000000000001"
PAGES = {"alipay.trade.page.pay": "FAST_INSTANT_TRADE_PAY", "alipay.trade.wap.pay": "QUICK_WAP_PAY"}
METHODS = {
    "alipay.trade.precreate": "precreate",
    "alipay.trade.query": "query",
    "alipay.trade.close": "close",
    "alipay.trade.refund": "refund",
    "alipay.trade.fastpay.refund.query": "refund_query",
    "alipay.trade.royalty.relation.bind": "bind",
    "alipay.trade.order.settle": "settle",
    "alipay.trade.order.settle.query": "settle_query",
}


class Alipay:
    """One application of one merchant. ``trouble``: what goes wrong with answers, by method or for all (``*``)."""

    def __init__(self, app_id=APP_ID, seller_id=SELLER_ID):
        self.app_id, self.seller_id = app_id, seller_id
        self.app_key, self.key = make_key(), make_key()
        self.memory = Memory(seller_id)
        self.trouble = {}
        self.calls = Counter()
        self.bill = None  # bytes of the archive
        self.certificates = None  # serial numbers that have to be named, in certificate mode
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self):
        """Let go of the port."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self):
        """Its gateway."""
        return f"http://127.0.0.1:{self.server.server_port}/gateway.do"

    def notice(self, trade, *, key=None, **changed):
        """The form that it posts about a trade, signed; ``changed`` before it is."""
        fields = {
            "notify_time": clock(),
            "notify_type": "trade_status_sync",
            "notify_id": f"2026{trade.trade_no}",
            "charset": "utf-8",
            "version": "1.0",
            "sign_type": "RSA2",
            "app_id": self.app_id,
            "auth_app_id": self.app_id,
            "seller_id": self.seller_id,
            "trade_no": trade.trade_no,
            "out_trade_no": trade.out_trade_no,
            "subject": trade.subject,
            "trade_status": trade.status,
            "total_amount": f"{trade.total:.2f}",
            "receipt_amount": f"{trade.total:.2f}",
            "gmt_payment": trade.paid_at,
            "fund_bill_list": json.dumps([{"amount": f"{trade.total:.2f}", "fundChannel": "ALIPAYACCOUNT"}]),
            **changed,
        }
        fields = {name: value for name, value in fields.items() if value}
        fields["sign"] = sign(key or self.key, joined(fields, "sign", "sign_type"))
        return urllib.parse.urlencode(fields).encode()

    def refund_notice(self, trade, number):
        """The same of a refund: ``refund_fee`` is what went back in all."""
        return self.notice(trade, out_biz_no=number, refund_fee=f"{trade.refunded:.2f}", gmt_refund=f"{clock()}.123")

    def put_bill(self, rows, *, name="20887_20261125_业务明细.csv", sums="20887_20261125_业务明细(汇总).csv"):
        """Lay down the statement of a day, as an archive of two tables in GBK."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(sums, "#支付宝业务汇总查询\r\n门店编号,门店名称,交易订单总笔数\r\n,,2\r\n".encode("gbk"))
            archive.writestr(name, "\r\n".join(rows).encode("gbk"))
        self.bill = held.getvalue()

    def answer(self, fields):
        """What is said to a signed call."""
        method, content = fields["method"], json.loads(fields["biz_content"])
        try:
            if method == "alipay.data.dataservice.bill.downloadurl.query":
                if self.bill is None:
                    raise Refused("isp.bill_not_exist")
                said = {"bill_download_url": self.url.replace("gateway.do", "bill.zip")}
            elif method in PAGES:
                return {"opened": self.memory.open(content, PAGES[method], fields.get("notify_url")).trade_no}
            else:
                said = getattr(self.memory, METHODS[method])(content, fields.get("notify_url"))
            return {"code": "10000", "msg": "Success", **said}
        except Refused as refusal:
            return {"code": "40004", "msg": "Business Failed", "sub_code": str(refusal), "sub_msg": "不行"}

    def is_genuine(self, fields):
        """Is a call signed by the application, with China's time and all that has to be there?"""
        wanted = {"app_id": self.app_id, "charset": "utf-8", "version": "1.0", "sign_type": "RSA2"}
        if any(fields.get(name) != value for name, value in wanted.items()):
            return False
        if fields.get("timestamp", "")[:15] not in {clock()[:15], _earlier()[:15]}:
            return False
        for name, value in (self.certificates or {}).items():
            if fields.get(name) != value:
                return False
        return is_signed(self.app_key.public_key(), joined(fields, "sign"), fields.get("sign", ""))

    def _handler(self):
        alipay = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                address = urllib.parse.urlsplit(self.path)
                if address.path == "/bill.zip":
                    return self._send(200, alipay.bill, "application/zip")
                return self._gateway(address.query)

            def do_POST(self):
                return self._gateway(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _gateway(self, query):
                fields = dict(urllib.parse.parse_qsl(query, strict_parsing=True))
                alipay.calls[fields.get("method")] += 1
                trouble = alipay.trouble.get(fields.get("method"), alipay.trouble.get("*", ""))
                name = f"{fields.get('method', '').replace('.', '_')}_response"
                if not alipay.is_genuine(fields):
                    refusal = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
                    return self._say({name: refusal})
                if trouble == "system":
                    return self._signed(name, {"code": "20000", "msg": "", "sub_code": "aop.ACQ.SYSTEM_ERROR"})
                if trouble == "500":
                    return self._send(500, b"<html>busy</html>", "text/html")
                said = alipay.answer(fields)
                if trouble == "lost":  # it was done, and the answer never came
                    return self._send(502, b"", "text/html")
                if trouble == "slow":
                    time.sleep(1)
                if trouble == "unsigned":
                    return self._say({name: said})
                if trouble == "another":
                    said["out_trade_no"] = "P0"
                return self._signed(name, said, key=alipay.app_key if trouble == "forged" else alipay.key)

            def _signed(self, name, said, key=None):
                text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
                body = f'{{"{name}":{text},"sign":"{sign(key or alipay.key, text)}"}}'
                return self._send(200, body.encode(), "text/html;charset=utf-8")

            def _say(self, whole):
                return self._send(200, json.dumps(whole).encode(), "text/html;charset=utf-8")

            def _send(self, status, body, kind):
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:  # whoever asked did not wait
                    pass

        return Handler


def _earlier():
    return (dt.datetime.fromisoformat(clock()) - dt.timedelta(minutes=10)).strftime("%Y-%m-%d %H:%M:%S")
