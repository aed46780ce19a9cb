//! The classifier that every instance has: lists of English words. It knows what is said outright and nothing of what is
//! meant; whatever it cannot judge, a person is asked about. Moderation providers stand beside it, behind [`Classify`].

use whatlang::{Lang, detect};

use super::words::{Word, find, same, words};
use super::{Classify, Field, Finding, Findings, Language, Span, Theme};

/// Lists of words, as [`Classify`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Lexicon;

/// Words that say a subject outright, and words that may mean it or something else.
struct List {
    theme: Theme,
    sure: &'static str,
    unsure: &'static str,
}

const LISTS: [List; 12] = [
    List {
        theme: Theme::Politics,
        sure: "politics,political,politician,election,president,prime minister,senator,congress,parliament,republican,\
               democrat,labour party,tory,conservative party,vote,voter,ballot,referendum,campaign rally,impeach,left wing,\
               right wing,socialism,communism,fascism,immigration policy,trump,biden,putin,brexit,maga",
        unsure: "party,campaign,government,protest,rights,policy,minister,candidate,border,union,flag,mayor,war",
    },
    List {
        theme: Theme::Religion,
        sure: "religion,religious,god,jesus,christ,christian,allah,muslim,islam,quran,koran,bible,church,mosque,synagogue,\
               jewish,hindu,buddhist,buddha,pope,priest,imam,rabbi,prayer,worship,scripture,gospel,atheist",
        unsure: "pray,faith,heaven,hell,holy,blessed,angel,devil,temple,soul,sin",
    },
    List {
        theme: Theme::Romance,
        sure: "kiss,girlfriend,boyfriend,marry me,i love you,dating,romantic,valentine,wedding,my wife,my husband,flirt,\
               in love with,make out,crush on",
        unsure: "love,date,darling,heart,honey,baby,lover,bride,marry,cuddle",
    },
    List {
        theme: Theme::Sexual,
        sure: "sex,sexy,sexual,nude,naked,nudity,porn,porno,erotic,orgasm,fetish,bdsm,blowjob,handjob,masturbate,penis,vagina,\
               boobs,tits,nipple,lingerie,stripper,striptease,onlyfans,horny,undress,topless,hentai,fuck,fucking,cum,dildo,\
               prostitute,escort service,foot fetish,feet pics,pregnant belly,diaper,inflation fetish",
        unsure: "hot,strip,bed,bikini,underwear,moan,naughty,dirty,adult,feet,kinky,bare,shower,wet,sensual,seduce,daddy",
    },
    List {
        theme: Theme::Violence,
        sure: "kill,killed,killer,murder,stab,shoot them,shoot you,behead,massacre,terrorist,terrorism,bomb,blood and guts,gore,\
               torture,strangle,assault rifle,shotgun,machine gun,handgun,grenade,suicide,hang myself,beat you up,rape,rapist,\
               dismember,genocide,school shooting",
        unsure: "gun,knife,fight,blood,attack,shoot,hit,punch,die,dead,death,weapon,war,explode,crash,burn,hurt,sword",
    },
    List {
        theme: Theme::Medical,
        sure: "cancer,vaccine,vaccination,diabetes,chemotherapy,antidepressant,ozempic,insulin,antibiotic,prescription,cure your,\
               cures,clinical trial,medication,miracle cure,lose weight fast,hiv,aids,covid,autism,abortion,miscarriage",
        unsure: "doctor,disease,pill,therapy,medicine,sick,hospital,symptom,diet,supplement,detox,patient,depressed,health",
    },
    List {
        theme: Theme::Finance,
        sure: "bitcoin,crypto,cryptocurrency,ethereum,invest,investment,investor,stocks,stock market,forex,trading signal,nft,\
               guaranteed returns,passive income,get rich,loan,mortgage,casino,betting,gamble,gambling,double your money,\
               wire transfer,gift card,dividend,airdrop,memecoin",
        unsure: "money,cash,bank,profit,rich,coin,token,wallet,dollar,market,trade,bet,earn,credit,bonus",
    },
    List {
        theme: Theme::Minors,
        sure: "child,children,kid,toddler,infant,schoolgirl,schoolboy,teenager,underage,preteen,minor girl,minor boy,my daughter,\
               my son,little girl,little boy,kindergarten,newborn,12 year old,13 year old,14 year old,15 year old,16 year old,\
               17 year old",
        unsure: "baby,school,teen,girl,boy,young,playground,class,pupil,youth,junior",
    },
    List {
        theme: Theme::Brands,
        sure: "coca cola,pepsi,nike,adidas,iphone,google,microsoft,amazon prime,facebook,instagram,tiktok,youtube,netflix,\
               disney,mcdonald,starbucks,tesla,walmart,ikea,gucci,rolex,louis vuitton,playstation,xbox,samsung,toyota,bmw,\
               red bull,openai,chatgpt,lego,barbie,marvel,star wars,pokemon,nintendo,heineken,marlboro",
        unsure: "apple,amazon,meta,target,shell,visa,brand,logo,sponsor,sponsored,promo code,discount code,subscribe",
    },
    List {
        theme: Theme::Impersonation,
        sure: "this is the police,i am a police officer,im a police officer,i am your doctor,im your doctor,i am a judge,\
               im a judge,this is your bank,calling from your bank,from the irs,tax office calling,i am the president,\
               im the president,i am the mayor,im the mayor,i am a senator,im a senator,official statement of,\
               on behalf of the government,this is the fbi,i am an agent of,im a federal agent,this is the court,\
               verify your account,your password,one time code,social security number",
        unsure: "police,officer,judge,fbi,official,authority,sheriff,government,bank,lawyer,attorney,badge,agent,ceo of",
    },
    List {
        theme: Theme::Hate,
        sure: "nigger,nigga,faggot,kike,chink,spic,tranny,retard,retarded,white power,heil hitler,sieg heil,hitler,nazi,neo nazi,\
               subhuman,go back to your country,white supremacy,ethnic cleansing,gas the,master race,holocaust",
        unsure: "race,immigrants,those people,foreigners,inferior,hate,purge,vermin,invaders,savages",
    },
    List {
        theme: Theme::Intoxicants,
        sure: "beer,wine,vodka,whiskey,whisky,tequila,drunk,cocaine,heroin,meth,weed,marijuana,cannabis,lsd,ecstasy,mdma,ketamine,\
               fentanyl,cigarette,smoking,vape,vaping,tobacco,opioid,hangover,champagne,cocktail,joint of",
        unsure: "bar,drink,shot,high,smoke,joint,pub,bottle,wasted,party,dealer,pills,mushrooms,edibles",
    },
];

/// Common English words: where a short text has few of them, it may be another language.
const COMMON: &str = "a,about,after,all,am,an,and,any,are,as,at,away,back,be,because,been,before,big,but,by,bye,can,come,could,\
    day,did,do,dont,down,everyone,everybody,first,for,from,get,give,go,going,good,got,great,guys,had,has,have,he,hello,her,here,\
    hey,hi,him,his,how,i,if,ill,im,in,into,is,isnt,it,its,ive,just,know,last,let,lets,like,little,look,lot,made,make,many,me,\
    more,much,must,my,need,never,new,nice,night,no,not,now,of,off,oh,ok,okay,on,one,only,or,our,out,over,people,please,really,\
    right,said,say,see,she,should,so,some,something,still,take,tell,than,thank,thanks,that,thats,the,their,them,then,there,\
    these,they,thing,think,this,time,to,today,tomorrow,tonight,too,two,up,us,very,want,was,way,we,welcome,well,went,were,what,\
    when,where,which,who,why,will,with,wont,work,world,would,wow,yeah,yes,yesterday,you,your,youre";

impl Classify for Lexicon {
    fn classify(&self, script: &str, prompt: &str) -> Findings {
        let mut findings = Findings::default();
        for (field, text) in [(Field::Script, script), (Field::Prompt, prompt)] {
            let found = words(text);
            for list in &LISTS {
                let sure = spans(&found, list.sure, field, text);
                let unsure = spans(&found, list.unsure, field, text);
                let hit = |sure| move |span| Finding { theme: list.theme, sure, span };
                findings.found.extend(sure.into_iter().map(hit(true)));
                findings.found.extend(unsure.into_iter().map(hit(false)));
            }
        }
        findings.language = language(script);
        findings.undecided = findings.language != Some(Language::ENGLISH) && words(script).len() > 1
            || language(prompt).is_some_and(|language| language != Language::ENGLISH);
        findings
    }
}

fn spans(text: &[Word], list: &str, field: Field, whole: &str) -> Vec<Span> {
    list.split(',').flat_map(|phrase| find(text, phrase.trim())).map(|range| Span::of(field, whole, range)).collect()
}

/// The language of a text. None when that cannot be told.
fn language(text: &str) -> Option<Language> {
    let found = words(text);
    let common = found.iter().filter(|word| COMMON.split(',').any(|known| same(&word.text, known.trim()))).count();
    // A few words tell nothing to statistics of letters, but a quarter of everyday words tell English.
    if !found.is_empty() && common * 4 >= found.len() {
        return Some(Language::ENGLISH);
    }
    let detected = detect(text)?;
    match detected.lang() {
        Lang::Eng => Some(Language::ENGLISH),
        lang if detected.is_reliable() => Language::of(lang.code()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expect: &[(Theme, bool)]) {
        let findings = Lexicon.classify(script, "in a kitchen");
        let mut found: Vec<(Theme, bool)> = findings.found.iter().map(|hit| (hit.theme, hit.sure)).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expect, "{script}");
        assert!(!findings.undecided, "{script}");
    }

    #[test]
    fn what_is_said_outright_is_found_with_its_place() {
        check("Hello everyone, today I try my new bicycle.", &[]);
        check("Please vote for me as your president!", &[(Theme::Politics, true)]);
        check("Buy bitcoin now and get rich.", &[(Theme::Finance, false), (Theme::Finance, true)]);
        check("I am your doctor, take this pill.", &[(Theme::Medical, false), (Theme::Impersonation, true)]);
        let findings = Lexicon.classify("Go and v0te!", "");
        assert_eq!(findings.found[0].span, Span { field: Field::Script, start: 7, end: 11, text: "v0te".into() });
    }

    #[test]
    fn words_that_may_mean_it_are_unsure() {
        check("What a party that was.", &[(Theme::Politics, false), (Theme::Intoxicants, false)]);
    }

    #[test]
    fn what_it_cannot_read_is_undecided() {
        for script in [
            "Guten Morgen, liebe Freunde der Sonne",
            "Здравствуйте, дорогие друзья",
            "おはようございます、皆さん。今日は良い天気ですね",
        ] {
            assert!(Lexicon.classify(script, "in a kitchen").undecided, "{script}");
        }
        assert_eq!(
            Lexicon.classify("Bonjour à tous, aujourd'hui je vous présente mon nouveau vélo", "").language,
            Language::of("fra")
        );
    }
}
