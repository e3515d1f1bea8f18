/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-parameters.h"

#include "http/trs-refusal.h"

static gboolean
is_known (const TrsRoute *route, const char *name)
{
  g_auto(GStrv) names = g_strsplit (route->parameters != NULL ? route->parameters : "", " ", -1);

  return g_strv_contains ((const char *const *) names, name);
}

/* "From, To, Digits" */
static char *
dup_list (const TrsRoute *route)
{
  g_auto(GStrv) names = g_strsplit (route->parameters, " ", -1);

  return g_strjoinv (", ", names);
}

static gboolean
refuse_unknown (const TrsRoute *route, const char *name, GError **error)
{
  g_autofree char *known = NULL;

  if (route->parameters == NULL)
    {
      g_set_error (error, TRS_REFUSAL, 20001, "%s %s has no parameters; '%s' is not known",
                   route->method, route->pattern, name);
      return FALSE;
    }
  known = dup_list (route);
  g_set_error (error, TRS_REFUSAL, 20001, "%s %s has no parameter '%s'; it has %s", route->method,
               route->pattern, name, known);
  return FALSE;
}

static gboolean
check_form (TrsForm *form, const TrsRoute *route, GError **error)
{
  g_auto(GStrv) names = trs_form_dup_names (form);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (!is_known (route, names[i]))
        return refuse_unknown (route, names[i], error);
      if (trs_form_get_all (form, names[i])[1] != NULL)
        {
          g_set_error (error, TRS_REFUSAL, 20001, "%s is given more than once", names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* What is in the wrong one of both is as lost as what is spelled wrong. */
static gboolean
check_empty (TrsForm *form, const char *where, GError **error)
{
  g_auto(GStrv) names = trs_form_dup_names (form);

  if (names[0] == NULL)
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "'%s' is to be in the %s", names[0], where);
  return FALSE;
}

/**
 * trs_parameters_check:
 * @request: a request that was parsed
 * @route: whose it is; with %TRS_ACCESS_LOCAL
 * @error: a %TRS_REFUSAL that names what is not known, and what is
 *
 * Returns: whether the request has no parameter but those of the route, each once, in the query of
 *   a GET or DELETE and else in the body
 */
gboolean
trs_parameters_check (TrsRequest *request, const TrsRoute *route, GError **error)
{
  TrsForm *query = trs_request_get_query (request);
  TrsForm *form = trs_request_get_form (request);

  if (g_str_equal (route->method, SOUP_METHOD_POST))
    return check_empty (query, "body, not behind the '?'", error) &&
           check_form (form, route, error);
  return check_empty (form, "address, behind a '?', not in a body", error) &&
         check_form (query, route, error);
}
