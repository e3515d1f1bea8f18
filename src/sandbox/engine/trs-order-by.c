/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-order-by.h"

#include "trs-error.h"
#include "trs-expression.h"

typedef struct
{
  TrsExpression *path; /* worker.… */
  gboolean is_descending;
} Clause;

struct _TrsOrderBy
{
  char *text;
  GArray *clauses; /* of Clause */
};

static void
clause_clear (gpointer data)
{
  Clause *clause = data;

  g_clear_pointer (&clause->path, trs_expression_unref);
}

static gboolean
trs_order_by_add_clause (TrsOrderBy *self, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr(TrsExpression) path = NULL;
  Clause clause = { 0 };
  char *space = stripped;

  while (*space != '\0' && !g_ascii_isspace (*space))
    space++;
  if (*space != '\0')
    {
      const char *word = g_strchug (space + 1);

      clause.is_descending = g_ascii_strcasecmp (word, "DESC") == 0;
      if (!clause.is_descending && g_ascii_strcasecmp (word, "ASC") != 0)
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Invalid order_by: '%s' is neither ASC nor DESC", word);
          return FALSE;
        }
      *space = '\0';
    }

  path = trs_expression_new (stripped, NULL, error);
  if (path == NULL)
    {
      g_prefix_error_literal (error, "Invalid order_by: ");
      return FALSE;
    }
  if (!trs_expression_is_path (path) || !g_str_has_prefix (stripped, "worker."))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Invalid order_by: '%s' is not worker.<attribute>", stripped);
      return FALSE;
    }
  clause.path = g_steal_pointer (&path);
  g_array_append_val (self->clauses, clause);
  return TRUE;
}

/**
 * trs_order_by_new:
 * @text: "worker.<path> ASC|DESC", comma separated
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer full): the order, or %NULL with @error set
 *
 * Source: the service's guide "Ordering workers".
 */
TrsOrderBy *
trs_order_by_new (const char *text, GError **error)
{
  g_autoptr(TrsOrderBy) self = g_new0 (TrsOrderBy, 1);
  g_auto(GStrv) parts = g_strsplit (text, ",", -1);

  self->text = g_strdup (text);
  self->clauses = g_array_new (FALSE, TRUE, sizeof (Clause));
  g_array_set_clear_func (self->clauses, clause_clear);
  if (g_strv_length (parts) > TRS_ORDER_BY_MAX_CLAUSES)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Invalid order_by: more than %d clauses",
                   TRS_ORDER_BY_MAX_CLAUSES);
      return NULL;
    }
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (!trs_order_by_add_clause (self, parts[i], error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
trs_order_by_free (TrsOrderBy *self)
{
  g_array_unref (self->clauses);
  g_free (self->text);
  g_free (self);
}

/**
 * trs_order_by_get_text:
 * @self: an order
 *
 * Returns: what it was parsed from
 */
const char *
trs_order_by_get_text (TrsOrderBy *self)
{
  return self->text;
}

/**
 * trs_order_by_read:
 * @self: an order
 * @worker: a worker
 * @key: (out): what it is worth now; what is missing or no integer has no value
 */
void
trs_order_by_read (TrsOrderBy *self, TrsWorker *worker, TrsOrderByKey *key)
{
  for (guint i = 0; i < self->clauses->len; i++)
    {
      Clause *clause = &g_array_index (self->clauses, Clause, i);

      key->has_value[i] = trs_expression_read_integer (clause->path, worker, &key->value[i]);
    }
}

/**
 * trs_order_by_compare:
 * @self: an order
 * @left: a worker's key
 * @right: another's
 *
 * Returns: less than 0 when @left comes first, 0 on a tie. Who has no value comes last, ascending
 *   or descending
 */
int
trs_order_by_compare (TrsOrderBy *self, const TrsOrderByKey *left, const TrsOrderByKey *right)
{
  for (guint i = 0; i < self->clauses->len; i++)
    {
      Clause *clause = &g_array_index (self->clauses, Clause, i);

      if (left->has_value[i] != right->has_value[i])
        return left->has_value[i] ? -1 : 1;
      if (left->has_value[i] && left->value[i] != right->value[i])
        return (left->value[i] < right->value[i]) == !clause->is_descending ? -1 : 1;
    }
  return 0;
}
