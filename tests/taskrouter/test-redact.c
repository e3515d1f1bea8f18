/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-redact.h"

#include <string.h>

#define JWT \
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBQzAwIn0.2zA5Ahp6jAz-nwWiUmTSebPQvScy2CBpReep"
#define TOKEN_32 "0123456789abcdef0123456789abcdef"
#define KEY_SECRET_32 "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"
#define SID "WR00000000000000000000000000000001"

typedef struct
{
  const char *text;
  const char *redacted; /* NULL: unchanged */
} Case;

static void
check (const Case *cases, gsize n_cases, TrRedactFlags flags)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *redacted = tr_redact (cases[i].text, flags);
      g_autofree char *again = tr_redact (redacted, flags);

      g_assert_cmpstr (redacted, ==,
                       cases[i].redacted != NULL ? cases[i].redacted : cases[i].text);
      g_assert_cmpstr (again, ==, redacted);
    }
}

static void
test_secrets (void)
{
  const Case cases[] = {
    { "token is " JWT " here", "token is *** here" },
    { "cut eyJhbGciOiJIUzI1NiJ9.eyJpc3Mi", "cut ***" },
    { "GET /v1/wschannels?token=" JWT "&closeExistingSessions=true HTTP/1.1",
      "GET /v1/wschannels?token=***&closeExistingSessions=true HTTP/1.1" },
    { "wss://h/v1?Token=abc", "wss://h/v1?Token=***" },
    { "redirect=x%3Ftoken%3Dabc&y=1", "redirect=x%3Ftoken%3D***&y=1" },
    { "AuthToken=" TOKEN_32 "&To=1", "AuthToken=***&To=1" },
    { "TR_AUTH_TOKEN=made-up TR_API_KEY_SECRET='a b' TR_BASE_URL=http://127.0.0.1:1",
      "TR_AUTH_TOKEN=*** TR_API_KEY_SECRET=*** TR_BASE_URL=http://127.0.0.1:1" },
    { "SipAuthPassword=hunter2&Timeout=20", "SipAuthPassword=***&Timeout=20" },
    { "--api-key-secret=hunter2", "--api-key-secret=***" },
    { "{\"url\":\"Workspaces\",\"token\":\"abc\",\"params\":{}}",
      "{\"url\":\"Workspaces\",\"token\":\"***\",\"params\":{}}" },
    { "{\"auth_token\" : \"a\\\"b\"}", "{\"auth_token\" : \"***\"}" },
    { "{\"body\":\"{\\\"token\\\":\\\"abc\\\"}\"}", "{\"body\":\"{\\\"token\\\":\\\"***\\\"}\"}" },
    { "[{\\\"a\\\":\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"abc\\\\\\\"}\\\"}]",
      "[{\\\"a\\\":\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"***\\\\\\\"}\\\"}]" },
    { "Attributes=%7B%22password%22+%3A%20%22hunter2%22%2C%22b%22%3A1%7D&To=1",
      "Attributes=%7B%22password%22+%3A%20%22***%22%2C%22b%22%3A1%7D&To=1" },
    { "Authorization: Basic QUMwOm1hZGU=\r\nHost: x",
      "Authorization: Basic ***\r\nHost: x" },
    { "authorization:bearer abcdef\r\n", "authorization:bearer ***\r\n" },
    { "Authorization: abcdef", "Authorization: ***" },
    { "Cookie: session=1; x=2\r\nHost: x", "Cookie: ***\r\nHost: x" },
    { "Set-Cookie: session=1\r\n", "Set-Cookie: ***\r\n" },
    { "X-Twilio-Signature: 4kx3oN2Ar06wo//T18E9PsEt/20=", "X-Twilio-Signature: ***" },
    { "https://dave:hunter2@example.com/x", "https://dave:***@example.com/x" },
    { "secret " TOKEN_32 ".", "secret ***." },
    { "secret " KEY_SECRET_32, "secret ***" },
  };

  check (cases, G_N_ELEMENTS (cases), TR_REDACT_SECRETS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = tr_redact (cases[i].text, TR_REDACT_SECRETS);
      const char *secrets[] = { "eyJ", "hunter2", TOKEN_32, KEY_SECRET_32, "abc", "QUMw" };

      for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
        g_assert_null (strstr (redacted, secrets[j]));
    }
}

static void
test_harmless (void)
{
  const Case cases[] = {
    { "", NULL },
    { "GET /v1/Workspaces/WS00000000000000000000000000000001/Workers/" SID ": HTTP 404", NULL },
    { "The token has run out: a new one is needed", NULL },
    { "token_lifetime 3600000", NULL },
    { "Basic set of skills", NULL },
    { "Reservation: \"sid\" is missing", NULL },
    { "+16505550100 called +16505552222", NULL },
    { "http://127.0.0.1:8089/v1/wschannels", NULL },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL }, /* 32 letters are a word */
    { "1234567890123456789012345678901234567890", NULL },
    { "Zoë saß dort", NULL },
  };

  check (cases, G_N_ELEMENTS (cases), TR_REDACT_SECRETS);
}

static void
test_phone_numbers (void)
{
  const Case cases[] = {
    { "+16505550100 called +16505552222", "+***00 called +***22" },
    { "From=%2B16505550100&To=sip:dave@example.com", "From=%2B***00&To=sip:dave@example.com" },
    { "sip:+16505550100@example.com", "sip:+***00@example.com" },
    { "call +1 (650) 555-0100.", "call +***00." },
    { "call (650) 555-0100 or 650-555-0101", "call ***00 or ***01" },
    { "at 1768471200 in WR00000000000000000000000000000001", NULL },
    { "+1 offer", NULL },
    { "token=+16505550100", "token=***" },
  };

  check (cases, G_N_ELEMENTS (cases), TR_REDACT_PHONE_NUMBERS);
}

static void
test_bytes (void)
{
  g_autofree char *broken = tr_redact ("token=a\xff\xfe b\xff", TR_REDACT_SECRETS);
  g_autofree char *blanks = g_strnfill (1 << 20, ' ');
  g_autofree char *quotes = g_strnfill (1 << 18, '"');
  g_autofree char *many = g_strconcat (blanks, "token=abc", quotes, NULL);
  g_autofree char *redacted = tr_redact (many, TR_REDACT_PHONE_NUMBERS);

  const char *slow[] = { "a.-", "token ", "token\"", "token\\\"", "://:", "basic ", "eyJ", "+1",
                         "+",   "0a",     "a",       "authorization:", "\\", "=", "token=\"", "1-" };

  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *ignored = NULL;

      while (text->len < 100000)
        g_string_append (text, slow[i]);
      ignored = tr_redact (text->str, TR_REDACT_PHONE_NUMBERS);
      g_assert_nonnull (ignored);
    }
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_null (strstr (redacted, "abc"));
}

static void
test_line (void)
{
  const struct
  {
    const char *text;
    gsize max;
    const char *line;
  } cases[] = {
    { "one\ntwo\r\tthree", 80, "one two  three" },
    { "  trimmed \n", 80, "trimmed" },
    { "äöü", 3, "äöü" },
    { "äöüß", 3, "äöü…" },
    { "", 3, "" },
    { "a\xe2\x80\xa8" "b\xe2\x80\xae" "c\x1b[31m", 80, "a b c [31m" },
    { "token=abc", 80, "token=***" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = tr_redact_line (cases[i].text, cases[i].max);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/redact/secrets", test_secrets);
  g_test_add_func ("/redact/harmless", test_harmless);
  g_test_add_func ("/redact/phone-numbers", test_phone_numbers);
  g_test_add_func ("/redact/bytes", test_bytes);
  g_test_add_func ("/redact/line", test_line);
  return g_test_run ();
}
