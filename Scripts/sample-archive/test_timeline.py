import math
import unittest
from array import array

from loudness import RATE, Loudness, loudness
from stamps import Picture, Sound, caption_key
from timeline import CLIPS, EVENT_SECONDS, SLOT_SECONDS, plan_clips

TOPICS = ("animals", "food", "town")


def collection():
    pictures = [
        Picture(f"archive/pictures/{TOPICS[i % 3]}/{i}.png", f"Thing {i}.", TOPICS[i % 3])
        for i in range(200)
    ]
    photos = [Picture(f"archive/photos/{i}.jpg", f"photo {i}", "photos") for i in range(15)]
    sounds = {}
    for i in range(90):
        picture = pictures[i]
        sound = Sound(f"archive/sounds/{i}.ogg", picture.caption, picture.topic, picture.path)
        sounds[sound] = Loudness(0.1, 0.1 + 0.2 * 1.06**i, 0.2, 0.8)
    return sounds, pictures, photos


class Plan(unittest.TestCase):
    def setUp(self):
        self.sounds, self.pictures, self.photos = collection()
        self.clips = plan_clips(self.sounds, self.pictures, self.photos, seed=1)

    def test_the_same_seed_gives_the_same_videos(self):
        again = plan_clips(self.sounds, self.pictures, self.photos, seed=1)
        other = plan_clips(self.sounds, self.pictures, self.photos, seed=3)
        self.assertEqual(self.clips, again)
        self.assertNotEqual(self.clips, other)

    def test_slots_follow_one_another_in_whole_frames(self):
        self.assertEqual(len(self.clips), CLIPS)
        for clip in self.clips:
            self.assertEqual(clip.slots[0].start, 0)
            for slot, following in zip(clip.slots, clip.slots[1:]):
                self.assertEqual(slot.end, following.start)
            for slot in clip.slots:
                self.assertAlmostEqual(slot.end * 25, round(slot.end * 25))
                self.assertTrue(SLOT_SECONDS[0] <= slot.end - slot.start < SLOT_SECONDS[1] + 0.05)
            self.assertTrue(30 <= clip.duration <= 61)

    def test_every_sound_is_heard_inside_its_slot_and_long_enough(self):
        for clip in self.clips:
            for slot in clip.slots:
                if event := slot.event:
                    self.assertGreaterEqual(event.start, slot.start + 0.29)
                    self.assertLessEqual(event.end, slot.end - 0.29)
                    self.assertGreaterEqual(event.end - event.start, EVENT_SECONDS[0] - 0.01)
                    self.assertLessEqual(event.length, EVENT_SECONDS[1])
                    for time, following in zip(event.times, event.times[1:]):
                        self.assertGreater(following, time + event.length)

    def test_half_of_the_queried_sounds_come_under_their_own_picture(self):
        queried = [s for c in self.clips for s in c.slots if s.event and s.event.is_queried]
        own = [slot for slot in queried if slot.shows_the_sound]
        self.assertEqual((len(own), len(queried)), (20, 40))

    def test_the_other_sounds_come_under_a_picture_of_another_topic(self):
        for clip in self.clips:
            for slot in clip.slots:
                if slot.event and not slot.shows_the_sound:
                    self.assertNotEqual(slot.picture.topic, slot.event.sound.topic)

    def test_no_sound_and_no_caption_comes_twice(self):
        slots = [slot for clip in self.clips for slot in clip.slots]
        captions = [caption_key(slot.picture.caption) for slot in slots]
        sounds = [slot.event.sound for slot in slots if slot.event]
        self.assertEqual(len(captions), len(set(captions)))
        self.assertEqual(len(sounds), len(set(sounds)))


class Hearing(unittest.TestCase):
    def test_bounds_what_is_heard_between_silences(self):
        tone = [round(8000 * math.sin(i * 0.3)) for i in range(RATE)]
        heard = loudness(array("h", [0] * RATE + tone + [0] * (RATE // 2)))
        self.assertAlmostEqual(heard.start, 1.0, delta=0.011)
        self.assertAlmostEqual(heard.end, 2.0, delta=0.011)
        self.assertAlmostEqual(heard.rms, 8000 / 32768 / math.sqrt(2), delta=0.005)

    def test_silence_and_an_empty_file_are_not_heard(self):
        self.assertIsNone(loudness(array("h", [0] * RATE)))
        self.assertIsNone(loudness(array("h")))


if __name__ == "__main__":
    unittest.main()
