/* A certificate for 127.0.0.1 that signs itself, with its key. Made for these tests, trusted by nobody. */
#ifndef TEST_TLS_FILES_H
#define TEST_TLS_FILES_H

static const char tls_key[] = "-----BEGIN PRIVATE KEY-----\n"
                              "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVHIV2WqU09/O1UHN\n"
                              "La9rK0SIYZMyu9Fzxro0MPi2iOChRANCAAT1mAf1Y6pyhsGCgR0YJv5r2KqYDc1k\n"
                              "857cRl44METFphTtn1Vfy7mquYsXYyrFCHHLZbSwk7twW3gpBUHf60Ic\n"
                              "-----END PRIVATE KEY-----\n";

static const char tls_certificate[] = "-----BEGIN CERTIFICATE-----\n"
                                      "MIIBZDCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA10ZXN0IHJl\n"
                                      "Y2VpdmVyMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD\n"
                                      "VQQDDA10ZXN0IHJlY2VpdmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9ZgH\n"
                                      "9WOqcobBgoEdGCb+a9iqmA3NZPOe3EZeODBExaYU7Z9VX8u5qrmLF2MqxQhxy2W0\n"
                                      "sJO7cFt4KQVB3+tCHKNDMEEwDwYDVR0RBAgwBocEfwAAATAPBgNVHRMBAf8EBTAD\n"
                                      "AQH/MB0GA1UdDgQWBBQX3/Dpn9V++aKWnPX6Jmq4KqM9cTAKBggqhkjOPQQDAgNI\n"
                                      "ADBFAiB5QJZqmk1EJc/lKuJ36yv/8yDWCU0om7B2vKM/JtpThQIhAK5K3C8qoTt/\n"
                                      "wOOuQ8Rlw8n3DWo910lZwX8kgCcmHz4g\n"
                                      "-----END CERTIFICATE-----\n";

#endif
