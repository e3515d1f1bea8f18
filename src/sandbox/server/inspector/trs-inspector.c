/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-inspector.h"

#include "http/trs-refusal.h"
#include "trs-inspector-resources.h"
#include "trs-overview.h"

#define FILES "/org/example/TaskRouterAgent/sandbox/inspector/"

#define DEFAULT_PAGE 50
#define MAX_PAGE 500

/* Nothing from elsewhere, nothing inline, and nothing that makes markup of a text. */
#define POLICY                                                                                    \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " \
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "                                 \
  "require-trusted-types-for 'script'; trusted-types 'none'"

struct _TrsInspector
{
  TrsServer *server; /* not owned: it owns us */
  TrsBridge *bridge; /* the server's */
  TrsWireLog *log;   /* the server's */
};

static const char *
guess_type (const char *name)
{
  if (g_str_has_suffix (name, ".html"))
    return "text/html;charset=utf-8";
  if (g_str_has_suffix (name, ".css"))
    return "text/css;charset=utf-8";
  if (g_str_has_suffix (name, ".svg"))
    return "image/svg+xml";
  return "text/javascript;charset=utf-8";
}

static void
set_headers (TrsRequest *request)
{
  static const struct
  {
    const char *name;
    const char *value;
  } lines[] = {
    { "Cache-Control", "no-cache" },
    { "Content-Security-Policy", POLICY },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
  };
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    soup_message_headers_replace (headers, lines[i].name, lines[i].value);
}

static void
answer_file (TrsRequest *request, const char *name)
{
  g_autofree char *path = g_strconcat (FILES, name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (trs_inspector_resources_get_resource (), path,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    {
      trs_request_refuse_unknown (request);
      return;
    }
  set_headers (request);
  /* A resource's data has a NUL behind it. */
  trs_request_answer_text (request, 200, guess_type (name), g_bytes_get_data (bytes, NULL));
}

static void
get_page (TrsRequest *request, gpointer user_data)
{
  answer_file (request, "index.html");
}

static void
get_file (TrsRequest *request, gpointer user_data)
{
  answer_file (request, trs_request_get_variable (request, "File"));
}

static void
get_overview (TrsRequest *request, gpointer user_data)
{
  TrsInspector *self = user_data;

  trs_request_answer_object (request, 200, trs_overview_new (self->server, self->bridge));
}

static void
get_log (TrsRequest *request, gpointer user_data)
{
  TrsInspector *self = user_data;
  TrsForm *query = trs_request_get_query (request);
  g_autoptr(GError) error = NULL;
  gint64 after = 0;
  gint64 size = 0;

  if (!trs_form_get_int (query, "After", 0, G_MAXINT64 - 1, 0, &after, &error) ||
      !trs_form_get_int (query, "PageSize", 1, MAX_PAGE, DEFAULT_PAGE, &size, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_object (request, 200,
                               trs_wire_log_to_json (self->log, (guint64) after, (guint) size,
                                                     trs_form_get_bool (query, "Brief", FALSE)));
}

static void
get_log_entry (TrsRequest *request, gpointer user_data)
{
  TrsInspector *self = user_data;
  const char *text = trs_request_get_variable (request, "Id");
  gint64 id = 0;
  JsonObject *object = NULL;

  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    object = trs_wire_log_get_json (self->log, (guint64) id);
  if (object != NULL)
    trs_request_answer_object (request, 200, object);
  else
    trs_request_refuse (request, 20404, "The log has no such entry, or has forgotten it");
}

static const TrsRoute routes[] = {
  { "GET", "/", TRS_ACCESS_LOCAL, get_page },
  { "GET", "/inspector/{File}", TRS_ACCESS_LOCAL, get_file },
  { "GET", "/sandbox/overview", TRS_ACCESS_LOCAL, get_overview },
  { "GET", "/sandbox/log", TRS_ACCESS_LOCAL, get_log, "After PageSize Brief" },
  { "GET", "/sandbox/log/{Id}", TRS_ACCESS_LOCAL, get_log_entry },
};

/**
 * trs_inspector_new:
 * @server: what is shown; owns it
 * @bridge: who is connected; outlives it
 * @log: what went over the wires; outlives it
 *
 * Returns: (transfer full): an inspector
 */
TrsInspector *
trs_inspector_new (TrsServer *server, TrsBridge *bridge, TrsWireLog *log)
{
  TrsInspector *self = g_new0 (TrsInspector, 1);

  self->server = server;
  self->bridge = bridge;
  self->log = log;
  return self;
}

void
trs_inspector_free (TrsInspector *self)
{
  g_free (self);
}

/**
 * trs_inspector_add_routes:
 * @self: an inspector; outlives the router
 * @router: where its routes go
 */
void
trs_inspector_add_routes (TrsInspector *self, TrsRouter *router)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), self);
}
