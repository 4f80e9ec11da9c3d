"""Render the planned videos with ffmpeg: 640 × 360, H.264 and AAC."""

import subprocess
from pathlib import Path

from errors import BuildError
from timeline import FRAME_RATE, Clip, Event, Slot

SIZE = (640, 360)
# Pictures are composed at twice the size, so that the zoom moves in half pixels.
CANVAS = (1280, 720)
STAMP = (1000, 600)
ZOOM = 0.08
RATE = 44_100
# Sounds come in at many levels; they are brought towards one, within reason.
TARGET_RMS = 0.1
TARGET_PEAK = 0.9
MAX_GAIN = 8.0
FADE_SECONDS = 0.02


def render(clip: Clip, output: Path) -> None:
    inputs: list[str] = []
    filters: list[str] = []
    for i, slot in enumerate(clip.slots):
        inputs += ["-i", str(output / slot.picture.path)]
        filters.append(picture_filter(i, slot, clip.background))
    shown = "".join(f"[v{i}]" for i in range(len(clip.slots)))
    filters.append(f"{shown}concat=n={len(clip.slots)},format=yuv420p[video]")

    filters.append(
        f"anoisesrc=colour=pink:amplitude={clip.noise}:seed={clip.seed}"
        f":sample_rate={RATE}:duration={clip.duration}[noise]"
    )
    heard = "[noise]"
    for i, event in enumerate(clip.events):
        inputs += ["-i", str(output / event.sound.path)]
        filters.append(event_filter(len(clip.slots) + i, i, event))
        heard += "".join(f"[e{i}t{t}]" for t in range(len(event.times)))
    tracks = 1 + sum(len(event.times) for event in clip.events)
    filters.append(f"{heard}amix=inputs={tracks}:duration=first:normalize=0[audio]")

    target = output / clip.path
    target.parent.mkdir(parents=True, exist_ok=True)
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs]
    command += ["-filter_complex", ";".join(filters), "-map", "[video]", "-map", "[audio]"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", str(2 * FRAME_RATE)]
    command += ["-c:a", "aac", "-b:a", "96k", "-threads", "1", "-filter_complex_threads", "1"]
    command += ["-bitexact", "-movflags", "+faststart", str(target)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise BuildError(f"ffmpeg could not make {target}: {result.stderr.strip()}")


def picture_filter(index: int, slot: Slot, background: str) -> str:
    """One still picture on the plain canvas, slowly zoomed for the slot's frames."""
    frames = round((slot.end - slot.start) * FRAME_RATE)
    width, height = CANVAS if slot.picture.topic == "photos" else STAMP
    return (
        f"color=c=0x{background}:size={CANVAS[0]}x{CANVAS[1]}:rate={FRAME_RATE}[c{index}];"
        f"[{index}:v]scale={width}:{height}:force_original_aspect_ratio=decrease,format=rgba[p{index}];"
        f"[c{index}][p{index}]overlay=(W-w)/2:(H-h)/2,trim=end_frame=1,"
        f"zoompan=z='1+{ZOOM}*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        f":d={frames}:s={SIZE[0]}x{SIZE[1]}:fps={FRAME_RATE},setsar=1[v{index}]"
    )


def event_filter(source: int, index: int, event: Event) -> str:
    """The part of a sound that is heard, at its level, once for each of its times."""
    count = len(event.times)
    start, length = event.loudness.start, event.length
    filters = (
        f"[{source}:a]aformat=sample_fmts=fltp:channel_layouts=mono,aresample={RATE},"
        f"atrim={start}:{start + length},asetpts=PTS-STARTPTS,volume={gain(event)},"
        f"afade=t=out:st={length - FADE_SECONDS}:d={FADE_SECONDS},asplit={count}"
    )
    filters += "".join(f"[e{index}s{t}]" for t in range(count))
    for t, time in enumerate(event.times):
        filters += f";[e{index}s{t}]adelay={round(time * RATE)}S[e{index}t{t}]"
    return filters


def gain(event: Event) -> float:
    loudness = event.loudness
    return min(TARGET_RMS / loudness.rms, TARGET_PEAK / loudness.peak, MAX_GAIN)
