/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-answer.h"

#include "tr-json.h"

#define KEY "SK00000000000000000000000000000001"
#define NOW 1768471200

/* Each is good for a second more than the one before, so that no two are the same. */
TrToken *
company_token_new (void)
{
  static int n_tokens;
  g_autoptr(TrCredentials) credentials =
      tr_credentials_new (COMPANY_ACCOUNT, KEY, "made-up-api-secret");

  return tr_token_new_access (credentials, "dave", COMPANY_WORKSPACE, COMPANY_WORKER, "worker", NOW,
                              3600 + n_tokens++);
}

char *
company_answer_new_with (const char *refresh_token,
                         const char *base_url,
                         const char *member,
                         const char *value)
{
  g_autoptr(TrToken) token = company_token_new ();
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *workspace = json_object_new ();
  JsonObject *worker = json_object_new ();
  JsonObject *service = json_object_new ();

  json_object_set_string_member (object, "token", tr_token_get_jwt (token));
  json_object_set_int_member (object, "expires_in", 3600);
  json_object_set_string_member (object, "refresh_token", refresh_token);
  json_object_set_string_member (object, "device", "desk-1");
  json_object_set_string_member (object, "account_sid", COMPANY_ACCOUNT);
  json_object_set_string_member (workspace, "sid", COMPANY_WORKSPACE);
  json_object_set_object_member (object, "workspace", workspace);
  json_object_set_string_member (worker, "sid", COMPANY_WORKER);
  json_object_set_string_member (worker, "name", "dave");
  json_object_set_object_member (object, "worker", worker);
  if (base_url != NULL)
    json_object_set_string_member (service, "base_url", base_url);
  else
    json_object_set_null_member (service, "base_url");
  json_object_set_object_member (object, "service", service);

  if (member != NULL)
    json_object_remove_member (object, member);
  if (value != NULL)
    json_object_set_member (object, member, json_from_string (value, NULL));
  return tr_json_object_to_string (object);
}

char *
company_answer_new (const char *refresh_token, const char *base_url)
{
  return company_answer_new_with (refresh_token, base_url, NULL, NULL);
}
