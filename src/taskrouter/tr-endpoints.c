/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-endpoints.h"

#include <gio/gio.h>
#include <string.h>

/**
 * TrEndpoints:
 *
 * Where the service's parts live. Immutable.
 */

#define EVENT_BRIDGE_PATH "/v1/wschannels"

struct _TrEndpoints
{
  GObject parent_instance;

  char *base; /* owned, nullable: NULL means the official hosts */
  char *event_bridge; /* owned */
};

G_DEFINE_FINAL_TYPE (TrEndpoints, tr_endpoints, G_TYPE_OBJECT)

static void
tr_endpoints_finalize (GObject *object)
{
  TrEndpoints *self = TR_ENDPOINTS (object);

  g_free (self->base);
  g_free (self->event_bridge);
  G_OBJECT_CLASS (tr_endpoints_parent_class)->finalize (object);
}

static void
tr_endpoints_class_init (TrEndpointsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_endpoints_finalize;
}

static void
tr_endpoints_init (TrEndpoints *self)
{
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/* GLib takes spaces and control characters in a host, and passes them on. */
static gboolean
is_graphic (const char *text)
{
  while (g_ascii_isgraph (*text))
    text++;
  return *text == '\0';
}

/* The messages hold nothing of the URL: it may be a secret, typed into the wrong field. */
static const char *
find_fault (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return "it must begin with https:// or http://";
  /* The host is decoded, unlike the rest. */
  if (host == NULL || *host == '\0' || !is_graphic (host))
    return "it has no host";
  if (g_uri_get_userinfo (uri) != NULL)
    return "it must not hold a user or a password";
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return "it must end with its path";
  if (g_str_equal (scheme, "http") && !is_loopback (host))
    return "plain http is for this machine only; use https";
  return NULL;
}

static char *
normalize (GUri *uri)
{
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  int port = g_uri_get_port (uri);

  if (port == (g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80))
    port = -1;
  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), port,
                     path, NULL, NULL);
}

/**
 * tr_endpoints_new:
 * @base_url: (nullable): where all parts of the service are, as http://127.0.0.1:8089 or
 *   https://proxy.example.com/taskrouter; NULL or "" for the official hosts
 * @error: return location
 *
 * Plain http is for loopback only (127.0.0.0/8, ::1 and localhost), since all requests carry
 * secrets.
 *
 * Returns: (transfer full): endpoints; NULL with %G_IO_ERROR_INVALID_ARGUMENT, whose message says
 *   what is wrong with @base_url
 */
TrEndpoints *
tr_endpoints_new (const char *base_url, GError **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *fault = "it is not a URL";
  TrEndpoints *self;

  if (base_url != NULL && *base_url != '\0')
    {
      if (is_graphic (base_url))
        uri = g_uri_parse (base_url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
      if (uri != NULL)
        fault = find_fault (uri);
      if (fault != NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Service URL: %s", fault);
          return NULL;
        }
    }

  self = g_object_new (TR_TYPE_ENDPOINTS, NULL);
  self->base = uri != NULL ? normalize (uri) : NULL;
  self->event_bridge =
      g_strconcat (self->base != NULL ? self->base : "https://event-bridge.twilio.com",
                   EVENT_BRIDGE_PATH, NULL);
  return self;
}

/**
 * tr_endpoints_get_taskrouter:
 * @self: endpoints
 *
 * Returns: what comes before /v1/Workspaces, with no slash at the end
 */
const char *
tr_endpoints_get_taskrouter (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), NULL);

  return self->base != NULL ? self->base : "https://taskrouter.twilio.com";
}

/**
 * tr_endpoints_get_api:
 * @self: endpoints
 *
 * Returns: what comes before /2010-04-01/Accounts, with no slash at the end
 */
const char *
tr_endpoints_get_api (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), NULL);

  return self->base != NULL ? self->base : "https://api.twilio.com";
}

/**
 * tr_endpoints_get_studio:
 * @self: endpoints
 *
 * Returns: what comes before /v2/Flows, with no slash at the end
 */
const char *
tr_endpoints_get_studio (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), NULL);

  return self->base != NULL ? self->base : "https://studio.twilio.com";
}

/**
 * tr_endpoints_get_event_bridge:
 * @self: endpoints
 *
 * Returns: the URL of the HTTP bridge, …/v1/wschannels. Requests with a capability token go to
 *   /{account}/{worker} below it
 */
const char *
tr_endpoints_get_event_bridge (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), NULL);

  return self->event_bridge;
}

/**
 * tr_endpoints_dup_event_socket:
 * @self: endpoints
 *
 * Returns: (transfer full): the event bridge's URL as ws:// or wss://
 */
char *
tr_endpoints_dup_event_socket (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), NULL);

  return g_strconcat ("ws", self->event_bridge + strlen ("http"), NULL);
}

/**
 * tr_endpoints_is_official:
 * @self: endpoints
 *
 * Returns: whether the parts are at the official hosts
 */
gboolean
tr_endpoints_is_official (TrEndpoints *self)
{
  g_return_val_if_fail (TR_IS_ENDPOINTS (self), FALSE);

  return self->base == NULL;
}
