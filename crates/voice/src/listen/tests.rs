use super::*;
use crate::testing;
#[test]
#[ignore = "prints counts over a corpus of other synthesizers' voices: needs VOICE_CORPUS, a folder with phrases.txt and NAME_N.wav"]
fn counts() {
    let dir = std::env::var("VOICE_CORPUS").unwrap();
    let phrases: Vec<Vec<String>> = std::fs::read_to_string(format!("{dir}/phrases.txt")).unwrap().lines().map(|l| l.split(' ').map(str::to_owned).collect()).collect();
    let mut speaker = testing::speaker();
    let mut listener = Listener::new(&testing::model("asr_waveform_fp16.onnx")).unwrap();
    let voices: Vec<String> = std::env::var("VOICES").unwrap_or("slt rms awb hib low".into()).split(' ').map(str::to_owned).collect();
    for voice in &voices {
        let (mut right, mut wrong, mut words_right, mut words_wrong, mut n) = (0, 0, 0, 0, 0);
        let (mut rs, mut ws): (Vec<(f32, usize)>, Vec<(f32, usize)>) = (vec![], vec![]);
        for i in 0..30 {
            let (x, rate) = match voice.as_str() {
                "hib" | "low" => {
                    let profile = crate::VoiceProfile { f0_mean_hz: 115.0, f0_std: 0.2, warp: 0.86, envelope: vec![], voiced_s: 1.0, version: 1 };
                    let s = speaker.speak(&phrases[i].join(", "), (voice == "low").then_some(&profile), 1.0).unwrap();
                    (s.samples, s.rate_hz)
                }
                _ => crate::wav::read(&std::fs::read(format!("{dir}/{voice}_{i}.wav")).unwrap()).unwrap(),
            };
            n += 1;
            let asked: Vec<&str> = phrases[i].iter().map(String::as_str).collect();
            let h = listener.hear(&x, rate, &asked, &mut speaker).unwrap();
            right += usize::from(h.verdict == Verdict::Said);
            words_right += h.words.iter().filter(|w| w.said).count();
            rs.extend(h.words.iter().map(|w| (w.score, w.rank)));
            let other: Vec<&str> = phrases[(i + 7) % phrases.len()].iter().map(String::as_str).filter(|w| !asked.contains(w)).collect();
            let h = listener.hear(&x, rate, &other, &mut speaker).unwrap();
            wrong += usize::from(h.verdict == Verdict::Said);
            words_wrong += h.words.iter().filter(|w| w.said).count();
            ws.extend(h.words.iter().map(|w| (w.score, w.rank)));
        }
        eprintln!("{voice}: phrases right {right}/{n}, wrong accepted {wrong}/{n}; words right {words_right}/{}, wrong accepted {words_wrong}/{}", rs.len(), ws.len());
        rs.sort_by(|a, b| a.0.total_cmp(&b.0));
        ws.sort_by(|a, b| b.0.total_cmp(&a.0));
        eprintln!("  worst right {:?}\n  best wrong {:?}", &rs[..12], &ws[..12]);
        eprintln!("  ranks right: {:?}; wrong: {:?}", (0..4).map(|r| rs.iter().filter(|x| x.1 == r).count()).collect::<Vec<_>>(), (0..4).map(|r| ws.iter().filter(|x| x.1 == r).count()).collect::<Vec<_>>());
    }
}
