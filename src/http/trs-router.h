/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-request.h"

G_BEGIN_DECLS

/**
 * TrsAccess:
 * @TRS_ACCESS_BASIC: an account's credentials, in a Basic header
 * @TRS_ACCESS_TOKEN: the handler itself looks for a worker's token
 * @TRS_ACCESS_LOCAL: none, but the request must come from this machine's own programs and pages
 *
 * Who may use a route.
 */
typedef enum
{
  TRS_ACCESS_BASIC,
  TRS_ACCESS_TOKEN,
  TRS_ACCESS_LOCAL,
} TrsAccess;

typedef void (*TrsHandler) (TrsRequest *request, gpointer user_data);

/* One line of the routing table. A pattern's words in braces become the request's variables. The
 * service passes over parameters that it doesn't know; the sandbox's own API refuses them. */
typedef struct
{
  const char *method;
  const char *pattern;
  TrsAccess access;
  TrsHandler handler;
  const char *parameters; /* with TRS_ACCESS_LOCAL: their names, parted by spaces; NULL for none */
} TrsRoute;

/**
 * TrsMatch:
 * @TRS_MATCH_NONE: no route has this path
 * @TRS_MATCH_METHOD: the path is known, the method is not allowed there
 * @TRS_MATCH_FOUND: there is a handler
 */
typedef enum
{
  TRS_MATCH_NONE,
  TRS_MATCH_METHOD,
  TRS_MATCH_FOUND,
} TrsMatch;

typedef struct _TrsRouter TrsRouter;

TrsRouter *trs_router_new (void);
void trs_router_free (TrsRouter *self);

void trs_router_add (TrsRouter *self, const TrsRoute *routes, gsize n_routes, gpointer user_data);
TrsMatch trs_router_match (TrsRouter *self,
                           TrsRequest *request,
                           const TrsRoute **route,
                           gpointer *user_data);
JsonArray *trs_router_to_json (TrsRouter *self, const char *prefix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsRouter, trs_router_free)

G_END_DECLS
