/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-sound.h"

#include <canberra.h>
#include <math.h>

#include "tra-location.h"

/* The quietest that is asked for; below it nobody hears anything. */
#define MIN_DECIBELS -60.0

/* What the one thread that talks to the sound server works with. Opening the server, and every call
 * to one that does not answer, may take for ever: so the main loop never does. */
typedef struct
{
  ca_context *context; /* owned, nullable: opened when something is to be played */
  GWeakRef sound;      /* the TraSound that is told */
} Engine;

typedef enum
{
  JOB_PLAY,
  JOB_STOP,
  JOB_CLOSE,
} JobKind;

typedef struct
{
  Engine *engine; /* a reference */
  JobKind kind;
  guint32 id;
  char **names;      /* owned */
  char *description; /* owned */
  double decibels;
} Job;

/* What the server's answer is told to. */
typedef struct
{
  Engine *engine; /* a reference */
  guint32 id;
  TraSoundState state;
  int code;
} News;

typedef struct
{
  TraSoundFunc func;
  gpointer user_data;
} Listener;

/**
 * TraSound:
 *
 * Nothing is opened before the first sound, and a server that went away is looked for again with the
 * next one.
 */
struct _TraSound
{
  GObject parent_instance;

  Engine *engine;        /* a reference */
  GThreadPool *pool;     /* owned; NULL before the first sound; one thread, so jobs keep their order */
  GHashTable *listeners; /* owned Listeners by id */
  guint32 last_id;
};

G_DEFINE_FINAL_TYPE (TraSound, tra_sound, G_TYPE_OBJECT)

static void
engine_clear (gpointer data)
{
  Engine *engine = data;

  g_assert (engine->context == NULL);
  g_weak_ref_clear (&engine->sound);
}

static void
engine_unref (Engine *engine)
{
  g_atomic_rc_box_release_full (engine, engine_clear);
}

/* ---- Back in the main loop ---- */

static void
news_free (gpointer data)
{
  News *news = data;

  engine_unref (news->engine);
  g_free (news);
}

static gboolean
tell_cb (gpointer data)
{
  News *news = data;
  g_autoptr(TraSound) self = g_weak_ref_get (&news->engine->sound);
  g_autoptr(GError) error = NULL;
  Listener *listener;
  Listener copy;

  listener = self != NULL
                 ? g_hash_table_lookup (self->listeners, GUINT_TO_POINTER (news->id))
                 : NULL;
  if (listener == NULL)
    return G_SOURCE_REMOVE; /* stopped meanwhile */

  copy = *listener;
  if (news->state != TRA_SOUND_STARTED)
    g_hash_table_remove (self->listeners, GUINT_TO_POINTER (news->id));
  if (news->state == TRA_SOUND_FAILED)
    {
      error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "Sound: %s", ca_strerror (news->code));
      g_info ("%s", error->message);
    }
  if (copy.func != NULL)
    copy.func (news->state, error, copy.user_data);
  return G_SOURCE_REMOVE;
}

static void
tell (Engine *engine, guint32 id, TraSoundState state, int code)
{
  News *news = g_new0 (News, 1);

  news->engine = g_atomic_rc_box_acquire (engine);
  news->id = id;
  news->state = state;
  news->code = code;
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, news, news_free);
}

/* ---- In the thread ---- */

/* By the server, in a thread of its own, which must not call it again. */
static void
finished_cb (ca_context *context, uint32_t id, int code, void *user_data)
{
  Engine *engine = user_data;

  tell (engine, id, code == CA_SUCCESS ? TRA_SOUND_ENDED : TRA_SOUND_FAILED, code);
  engine_unref (engine);
}

static void
close_context (Engine *engine)
{
  if (engine->context != NULL)
    ca_context_destroy (engine->context);
  engine->context = NULL;
}

static int
open_context (Engine *engine)
{
  int code;

  if (engine->context != NULL)
    return CA_SUCCESS;

  code = ca_context_create (&engine->context);
  if (code != CA_SUCCESS)
    {
      engine->context = NULL;
      return code;
    }
  ca_context_change_props (engine->context,
                           CA_PROP_APPLICATION_ID, APPLICATION_ID,
                           CA_PROP_APPLICATION_NAME, "Task Router Agent",
                           CA_PROP_APPLICATION_ICON_NAME, APPLICATION_ID,
                           NULL);
  return CA_SUCCESS;
}

static int
play_one (Job *job, const char *name)
{
  char volume[G_ASCII_DTOSTR_BUF_SIZE];
  ca_proplist *properties = NULL;
  int code = ca_proplist_create (&properties);

  if (code != CA_SUCCESS)
    return code;

  ca_proplist_sets (properties,
                    g_path_is_absolute (name) ? CA_PROP_MEDIA_FILENAME : CA_PROP_EVENT_ID, name);
  ca_proplist_sets (properties, CA_PROP_EVENT_DESCRIPTION, job->description);
  ca_proplist_sets (properties, CA_PROP_CANBERRA_VOLUME,
                    g_ascii_dtostr (volume, sizeof volume, job->decibels));
  g_atomic_rc_box_acquire (job->engine); /* finished_cb's */
  code = ca_context_play_full (job->engine->context, job->id, properties, finished_cb, job->engine);
  if (code != CA_SUCCESS)
    engine_unref (job->engine);
  ca_proplist_destroy (properties);
  return code;
}

/* A context that has lost its server is of no more use. */
static int
play_first (Job *job)
{
  int code = open_context (job->engine);

  if (code == CA_SUCCESS)
    code = CA_ERROR_NOTFOUND;
  for (guint i = 0; code == CA_ERROR_NOTFOUND && job->names[i] != NULL; i++)
    code = play_one (job, job->names[i]);
  if (code != CA_SUCCESS && code != CA_ERROR_NOTFOUND)
    close_context (job->engine);
  return code;
}

static void
play (Job *job)
{
  gboolean was_open = job->engine->context != NULL;
  int code = play_first (job);

  /* The server may have been started anew since. */
  if (was_open && job->engine->context == NULL)
    code = play_first (job);
  tell (job->engine, job->id, code == CA_SUCCESS ? TRA_SOUND_STARTED : TRA_SOUND_FAILED, code);
}

static void
job_free (Job *job)
{
  engine_unref (job->engine);
  g_strfreev (job->names);
  g_free (job->description);
  g_free (job);
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Job *job = data;

  switch (job->kind)
    {
    case JOB_PLAY:
      play (job);
      break;
    case JOB_STOP:
      if (job->engine->context != NULL)
        ca_context_cancel (job->engine->context, job->id);
      break;
    case JOB_CLOSE:
      close_context (job->engine);
      break;
    default:
      g_assert_not_reached ();
    }
  job_free (job);
}

/* ---- The object ---- */

static Job *
job_new (TraSound *self, JobKind kind, guint32 id)
{
  Job *job = g_new0 (Job, 1);

  job->engine = g_atomic_rc_box_acquire (self->engine);
  job->kind = kind;
  job->id = id;
  return job;
}

static void
tra_sound_dispose (GObject *object)
{
  TraSound *self = TRA_SOUND (object);

  if (self->pool != NULL)
    {
      g_thread_pool_push (self->pool, job_new (self, JOB_CLOSE, 0), NULL);
      g_thread_pool_free (self->pool, FALSE, FALSE); /* after its last job */
      self->pool = NULL;
    }
  g_hash_table_remove_all (self->listeners);
  G_OBJECT_CLASS (tra_sound_parent_class)->dispose (object);
}

static void
tra_sound_finalize (GObject *object)
{
  TraSound *self = TRA_SOUND (object);

  g_hash_table_unref (self->listeners);
  engine_unref (self->engine);
  G_OBJECT_CLASS (tra_sound_parent_class)->finalize (object);
}

static void
tra_sound_class_init (TraSoundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_sound_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_sound_finalize;
}

static void
tra_sound_init (TraSound *self)
{
  self->engine = g_atomic_rc_box_new0 (Engine);
  g_weak_ref_init (&self->engine->sound, self);
  self->listeners = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/**
 * tra_sound_new:
 *
 * Returns: (transfer full): what plays sounds; costs nothing before the first one
 */
TraSound *
tra_sound_new (void)
{
  return g_object_new (TRA_TYPE_SOUND, NULL);
}

/**
 * tra_sound_play:
 * @self: what plays sounds
 * @names: (array zero-terminated=1): names of the freedesktop sound naming specification, or absolute
 *   paths of files; the first one that is there is played
 * @description: what it means, for who shows sounds as words
 * @decibels: how much louder than the server's own level; 0 or less
 * @func: (nullable) (scope async): told in the main loop when it has started and when it is over; not
 *   told any more once it is stopped or @self is gone
 * @user_data: for @func
 *
 * Returns: its id, for tra_sound_stop(); never 0
 */
guint32
tra_sound_play (TraSound *self,
                const char *const *names,
                const char *description,
                double decibels,
                TraSoundFunc func,
                gpointer user_data)
{
  Listener *listener;
  Job *job;
  guint32 id;

  g_return_val_if_fail (TRA_IS_SOUND (self), 0);
  g_return_val_if_fail (names != NULL, 0);
  g_return_val_if_fail (description != NULL, 0);

  if (self->pool == NULL)
    self->pool = g_thread_pool_new (work_cb, NULL, 1, FALSE, NULL);

  id = self->last_id = MAX (self->last_id + 1, 1);
  listener = g_new0 (Listener, 1);
  listener->func = func;
  listener->user_data = user_data;
  g_hash_table_insert (self->listeners, GUINT_TO_POINTER (id), listener);

  job = job_new (self, JOB_PLAY, id);
  job->names = g_strdupv ((char **) names);
  job->description = g_strdup (description);
  job->decibels = CLAMP (decibels, MIN_DECIBELS, 0);
  g_thread_pool_push (self->pool, job, NULL);
  return id;
}

/**
 * tra_sound_stop:
 * @self: what plays sounds
 * @id: (inout): of one that plays, or 0; set to 0
 *
 * Ends it at once; its function is not called any more.
 */
void
tra_sound_stop (TraSound *self, guint32 *id)
{
  g_return_if_fail (TRA_IS_SOUND (self));
  g_return_if_fail (id != NULL);

  if (*id != 0 && g_hash_table_remove (self->listeners, GUINT_TO_POINTER (*id)))
    g_thread_pool_push (self->pool, job_new (self, JOB_STOP, *id), NULL);
  *id = 0;
}

/**
 * tra_sound_decibels:
 * @percent: a volume, 1 to 100
 *
 * Returns: the same as a ratio of amplitudes, in decibels
 */
double
tra_sound_decibels (guint percent)
{
  return percent > 0 ? MAX (20 * log10 (MIN (percent, 100) / 100.0), MIN_DECIBELS) : MIN_DECIBELS;
}

/**
 * tra_sound_dup_fallback:
 *
 * Returns: (transfer full) (nullable): the path of the ring that comes with this program, for desktops
 *   without a sound theme
 */
char *
tra_sound_dup_fallback (void)
{
  char *path = tra_location_dup_beside_program ("../../data/ring.wav");

  return path != NULL ? path : tra_location_dup_beside_program ("../share/" GETTEXT_PACKAGE
                                                                "/ring.wav");
}
