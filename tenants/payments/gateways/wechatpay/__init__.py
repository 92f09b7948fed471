"""WeChat Pay v3 (微信支付), spoken by the SDK ``wechatpayv3``: it signs, verifies and decrypts; what is here translates."""
