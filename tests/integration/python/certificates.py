"""Certificates as an operator gets them, by the openssl command."""

import hashlib
import os
import ssl
import subprocess

P256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def openssl(*words, stdin=None):
    done = subprocess.run(["openssl", *words], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def make_self_signed(folder, name, host="127.0.0.1"):
    """Returns (certificate, key), as files."""
    certificate, key = (os.path.join(folder, name + ending) for ending in (".pem", ".key"))
    openssl("req", "-x509", *P256, "-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=" + name,
            "-addext", "subjectAltName=" + named(host))
    return certificate, key


def named(host):
    return ("IP:" if host[0].isdigit() else "DNS:") + host


class Authority:
    def __init__(self, folder):
        self.folder = folder
        self.certificate, self.key = (os.path.join(folder, "authority" + ending) for ending in (".pem", ".key"))
        openssl("req", "-x509", *P256, "-keyout", self.key, "-out", self.certificate, "-days", "30",
                "-subj", "/CN=An authority of this test")

    def vouch_for(self, name, host):
        """Returns (certificate, key) for that host."""
        certificate, key, request, facts = (os.path.join(self.folder, name + ending)
                                            for ending in (".pem", ".key", ".csr", ".ext"))
        openssl("req", *P256, "-new", "-keyout", key, "-out", request, "-subj", "/CN=" + name)
        with open(facts, "w") as file:
            file.write("subjectAltName=" + named(host) + "\n")
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                "-days", "30", "-extfile", facts, "-out", certificate)
        return certificate, key


def fingerprint_of(der):
    digest = hashlib.sha256(der).hexdigest().upper()
    return ":".join(digest[at:at + 2] for at in range(0, 64, 2))


def fingerprint_in(file):
    with open(file) as text:
        return fingerprint_of(ssl.PEM_cert_to_DER_cert(text.read()))


def any_certificate():
    """A client that looks at fingerprints itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
