/** What most states have in common, for the compression: what comes last is found best. Whoever changes a character of it gives
 *  states another version (watched-codec.ts). */
export const STATE_DICTIONARY = [
  "O=DigiCert Inc, CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, CN=DigiCert TLS RSA SHA256 2020 CA1",
  "O=Sectigo Limited, CN=Sectigo Public Server Authentication CA DV R36, CN=GlobalSign RSA OV SSL CA 2018",
  "C=US, O=Amazon, CN=Amazon RSA 2048 M02, CN=Amazon Root CA 1, O=GoDaddy.com, Inc., CN=Go Daddy Secure Certificate Authority - G2",
  "C=US, O=Google Trust Services, CN=WR2, CN=WE1, CN=GTS Root R1, O=Microsoft Corporation, O=ZeroSSL, CN=ZeroSSL RSA Domain Secure Site CA",
  "C=US, O=Internet Security Research Group, CN=ISRG Root X1, CN=ISRG Root X2, CN=E7, CN=E8, CN=R10, CN=R12",
  '"issuer_not_found","root_not_trusted","CN=*.DNS:*.DNS:www.',
  '"ecdsaWithSHA384","ecdsaWithSHA256","sha384WithRSAEncryption","RSA 4096","EC P-384","RSA 2048"',
  '"TLS_RSA_WITH_AES_128_CBC_SHA","TLS_RSA_WITH_AES_256_CBC_SHA","TLS_RSA_WITH_AES_128_GCM_SHA256","TLS_RSA_WITH_AES_256_GCM_SHA384"',
  '"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA","TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA","TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"',
  '["TLS 1.0","TLS 1.1","TLS 1.2","TLS 1.3"],["TLS_AES_128_GCM_SHA256","TLS_AES_256_GCM_SHA384","TLS_CHACHA20_POLY1305_SHA256"',
  ',"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256","TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256","TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"',
  ',"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384","TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256","TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"',
  '[1763733600.123,0,[[["192.168.0.1","10.0.0.1"],["CN=www.example.com","C=US, O=Let\'s Encrypt, CN=R11","',
  '",1761955200,1769731199,"',
  '",["DNS:example.com"],1,"EC P-256","sha256WithRSAEncryption"],[["',
  '","C=US, O=Let\'s Encrypt, CN=R11",1710288000,1836518399]],[],1,0]],[],0,[["e",0,0,1],["e",1,0,0]]]',
].join("");
