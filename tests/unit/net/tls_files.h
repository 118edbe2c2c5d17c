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

/* The same, and its time is over. */
static const char tls_certificate_expired[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBYjCCAQigAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA10ZXN0IHJl\n"
    "Y2VpdmVyMB4XDTAxMDEwMTAwMDAwMFoXDTAyMDEwMTAwMDAwMFowGDEWMBQGA1UE\n"
    "AwwNdGVzdCByZWNlaXZlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPWYB/Vj\n"
    "qnKGwYKBHRgm/mvYqpgNzWTzntxGXjgwRMWmFO2fVV/Luaq5ixdjKsUIcctltLCT\n"
    "u3BbeCkFQd/rQhyjQzBBMA8GA1UdEQQIMAaHBH8AAAEwDwYDVR0TAQH/BAUwAwEB\n"
    "/zAdBgNVHQ4EFgQUF9/w6Z/Vfvmilpz1+iZquCqjPXEwCgYIKoZIzj0EAwIDSAAw\n"
    "RQIgb6uia9DVllsJH1+sPCkBa5lfSAM0o69pKIi8DGsxQwICIQDiixl8NlB4fmMV\n"
    "+R6eoMGNJscgu6pDqesfOc7lkJV41A==\n"
    "-----END CERTIFICATE-----\n";

/* The same, for the name receiver.example. */
static const char tls_certificate_of_another[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBbzCCARagAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA10ZXN0IHJl\n"
    "Y2VpdmVyMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD\n"
    "VQQDDA10ZXN0IHJlY2VpdmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9ZgH\n"
    "9WOqcobBgoEdGCb+a9iqmA3NZPOe3EZeODBExaYU7Z9VX8u5qrmLF2MqxQhxy2W0\n"
    "sJO7cFt4KQVB3+tCHKNPME0wGwYDVR0RBBQwEoIQcmVjZWl2ZXIuZXhhbXBsZTAP\n"
    "BgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQX3/Dpn9V++aKWnPX6Jmq4KqM9cTAK\n"
    "BggqhkjOPQQDAgNHADBEAiBl7sU2Jz0T1EuhbNJml/Zlc3rZ6pGxGdMGfFLY6fHm\n"
    "MQIgJehlPVCmZ6OtpG2yWlYkWUcsHEMemSA9MKuUCFVbBOQ=\n"
    "-----END CERTIFICATE-----\n";

#endif
