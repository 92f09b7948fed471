"""WeChat Pay v3 as its published rules say: signed requests, signed answers, sealed notices, certificates that rotate."""
