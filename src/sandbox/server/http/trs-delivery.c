/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-delivery.h"

#include <string.h>

#include "http/trs-signature.h"

#define FORM_TYPE "application/x-www-form-urlencoded; charset=UTF-8"

static char *
encode_form (JsonObject *parameters)
{
  GString *form = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (form->len > 0)
        g_string_append_c (form, '&');
      g_string_append_uri_escaped (form, name, NULL, FALSE);
      g_string_append_c (form, '=');
      g_string_append_uri_escaped (form, json_node_get_string (value), NULL, FALSE);
    }
  return g_string_free (form, FALSE);
}

gboolean
trs_delivery_is_get (TrsDelivery *self)
{
  return strcmp (self->method, SOUP_METHOD_GET) == 0;
}

/**
 * trs_delivery_dup_body:
 * @self: a delivery
 *
 * Returns: (transfer full) (nullable): what a POST sends; %NULL for a GET
 */
GBytes *
trs_delivery_dup_body (TrsDelivery *self)
{
  char *text;

  if (trs_delivery_is_get (self))
    return NULL;
  if (self->body != NULL)
    text = g_strdup (self->body);
  else
    text = self->parameters != NULL ? encode_form (self->parameters) : g_strdup ("");
  return g_bytes_new_take (text, strlen (text));
}

/* The address with a GET's parameters in its query, and no fragment: that is the service's own
 * business (retries, time-outs), and no part of what is signed. */
static GUri *
dup_uri (TrsDelivery *self)
{
  g_autoptr(GUri) uri = g_uri_parse (self->url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *form = NULL;
  g_autofree char *query = NULL;
  const char *scheme;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  scheme = g_uri_get_scheme (uri);
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return NULL;

  query = g_strdup (g_uri_get_query (uri));
  if (trs_delivery_is_get (self) && self->parameters != NULL &&
      json_object_get_size (self->parameters) > 0)
    {
      char *more;

      form = encode_form (self->parameters);
      more = query != NULL && *query != '\0' ? g_strconcat (query, "&", form, NULL)
                                             : g_strdup (form);
      g_free (query);
      query = more;
    }
  return soup_uri_copy (uri, SOUP_URI_QUERY, query, SOUP_URI_FRAGMENT, NULL, SOUP_URI_NONE);
}

static void
set_body (TrsDelivery *self)
{
  g_autoptr(GBytes) bytes = trs_delivery_dup_body (self);

  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (
      self->message, self->body != NULL ? self->content_type : FORM_TYPE, bytes);
}

/* The next try; FALSE when its address is none. */
gboolean
trs_delivery_make_message (TrsDelivery *self)
{
  g_autoptr(GUri) uri = dup_uri (self);
  SoupMessageHeaders *headers;

  g_clear_object (&self->message);
  if (uri == NULL)
    return FALSE;

  self->message = soup_message_new_from_uri (self->method, uri);
  headers = soup_message_get_request_headers (self->message);
  set_body (self);
  trs_cookies_give (self->cookies, uri, headers);
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (self->auth_token != NULL)
    {
      g_autofree char *url = g_uri_to_string (soup_message_get_uri (self->message));
      gboolean has_form = !trs_delivery_is_get (self) && self->body == NULL;
      g_autofree char *signature =
        trs_signature_new (self->auth_token, url, has_form ? self->parameters : NULL);

      soup_message_headers_replace (headers, "X-Twilio-Signature", signature);
    }
  return TRUE;
}

/* Disarms what could call back. */
void
trs_delivery_settle (TrsDelivery *self)
{
  tr_clock_clear (self->clock, &self->timer);
  /* Not g_cancellable_disconnect(), which waits for the handler that we may be called from. */
  if (self->outer_handler != 0)
    g_signal_handler_disconnect (self->outer, self->outer_handler);
  self->outer_handler = 0;
}

void
trs_delivery_free (gpointer data)
{
  TrsDelivery *self = data;

  trs_delivery_settle (self);
  g_clear_object (&self->message);
  g_clear_object (&self->outer);
  g_object_unref (self->inner);
  g_object_unref (self->clock);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_free (self->method);
  g_free (self->url);
  g_free (self->content_type);
  g_free (self->body);
  g_free (self->auth_token);
  g_free (self->authorization);
  trs_cookies_free (self->cookies);
  g_free (self);
}

static void
deadline_cb (gpointer user_data)
{
  TrsDelivery *self = user_data;

  self->timer = 0;
  self->is_late = TRUE;
  g_cancellable_cancel (self->inner);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  TrsDelivery *self = user_data;

  g_cancellable_cancel (self->inner);
}

static char *
make_authorization (const char *user, const char *password)
{
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  if (user == NULL)
    return NULL;
  pair = g_strdup_printf ("%s:%s", user, password != NULL ? password : "");
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  return g_strconcat ("Basic ", encoded, NULL);
}

TrsDelivery *
trs_delivery_new (TrClock *clock, const TrsWebhookRequest *request, GCancellable *cancellable)
{
  TrsDelivery *self = g_new0 (TrsDelivery, 1);
  guint seconds = request->deadline_seconds;

  if (seconds == 0 || seconds > TRS_WEBHOOK_DEADLINE_SECONDS)
    seconds = TRS_WEBHOOK_DEADLINE_SECONDS;
  self->method = g_strdup (g_strcmp0 (request->method, SOUP_METHOD_GET) == 0 ? SOUP_METHOD_GET
                                                                             : SOUP_METHOD_POST);
  self->url = g_strdup (request->url);
  self->parameters = request->parameters != NULL ? json_object_ref (request->parameters) : NULL;
  self->content_type = g_strdup (request->content_type);
  self->body = g_strdup (request->body);
  self->auth_token = g_strdup (request->auth_token);
  self->authorization = make_authorization (request->user, request->password);
  self->cookies = trs_cookies_new (request->cookies);
  self->inner = g_cancellable_new ();
  self->clock = g_object_ref (clock);
  self->timer = tr_clock_add (self->clock, seconds * G_TIME_SPAN_SECOND, deadline_cb, self);
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_handler =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (outer_cancelled_cb), self);
    }
  return self;
}
