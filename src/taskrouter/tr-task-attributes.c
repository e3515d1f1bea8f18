/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-task.h"

#include "tr-json.h"

/* What we read out of a task's attributes. They are whatever the workflow's author put there: a
 * wrong type is no error, but means that there is no such attribute. */

/**
 * tr_task_get_attribute:
 * @self: a task
 * @name: an attribute
 *
 * Returns: (nullable): its text; NULL when it is missing, empty or no string
 */
const char *
tr_task_get_attribute (TrTask *self, const char *name)
{
  const char *value = NULL;

  g_return_val_if_fail (TR_IS_TASK (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!tr_json_optional_string (tr_task_get_attributes (self), name, &value, NULL))
    return NULL;
  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * tr_task_get_caller:
 * @self: a task
 *
 * Whom the worker talks to. An inbound call has them in `from`, and again in `caller`; a task that
 * the worker made to call someone has our own number in `from` and theirs in `outbound_to`.
 *
 * Returns: (nullable): a number or another address, as the attributes have it
 *
 * Source: the service's voice request parameters; the official SDK's createTask().
 */
const char *
tr_task_get_caller (TrTask *self)
{
  const char *called = tr_task_get_attribute (self, "outbound_to");
  const char *caller = tr_task_get_attribute (self, "from");

  if (called != NULL && g_strcmp0 (tr_task_get_attribute (self, "direction"), "inbound") != 0)
    return called;
  return caller != NULL ? caller : tr_task_get_attribute (self, "caller");
}

/**
 * tr_task_get_call_sid:
 * @self: a task
 *
 * Returns: (nullable): the sid (CA…) of the caller's call; set means that the task is a voice call
 */
const char *
tr_task_get_call_sid (TrTask *self)
{
  return tr_task_get_attribute (self, "call_sid");
}

/**
 * tr_task_get_conference_sid:
 * @self: a task
 *
 * The service writes `conference.sid` into the attributes when the conference begins, and leaves
 * it there when it is over.
 *
 * Returns: (nullable): the sid (CF…) of the task's conference
 */
const char *
tr_task_get_conference_sid (TrTask *self)
{
  JsonObject *attributes, *conference;
  const char *sid = NULL;

  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  attributes = tr_task_get_attributes (self);
  if (!tr_json_optional_member_object (attributes, "conference", &conference, NULL) ||
      conference == NULL || !tr_json_expect_id (conference, "sid", &sid, NULL))
    return NULL;
  return sid;
}
