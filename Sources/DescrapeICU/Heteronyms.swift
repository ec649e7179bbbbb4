internal import DescrapeText

/// Frequent characters with more than one reading in use, in both scripts, and all their readings without tones. ICU knows one
/// reading of each character.
enum Heteronyms {
  private static let list = """
    行hang,xing 长長zhang,chang 重chong,zhong 乐樂yue,le 得de,dei 地di,de 着著zhao,zhe,zhu 了liao,le 还還hai,huan \
    都dou,du 会會kuai,hui 为為wei 单單shan,dan,chan 弹彈tan,dan 调調diao,tiao 朝chao,zhao 藏zang,cang 差chai,cha,ci \
    觉覺jiao,jue 大dai,da 的di,de 发發fa 石dan,shi 什shen,shi 说說shui,shuo 似shi,si 宿xiu,su 血xie,xue 薄bo,bao \
    剥剝bao,bo 参參shen,can,cen 曾zeng,ceng 传傳zhuan,chuan 盛cheng,sheng 校jiao,xiao 降xiang,jiang 解xie,jie \
    给給ji,gei 角jue,jiao 壳殼qiao,ke 露lou,lu 绿綠lu,lv 落la,luo,lao 模mu,mo 没沒mo,mei 便pian,bian 强強jiang,qiang \
    切qie 色shai,se 省xing,sheng 识識zhi,shi 熟shou,shu 谁誰shei,shui 系係繫ji,xi 咽yan,ye 率lv,shuai 屏bing,ping \
    数數shu 兴興xing 种種zhong 相xiang 应應ying 当當dang 间間jian 中zhong 分fen 少shao 好hao 教jiao 看kan 空kong \
    难難nan 处處chu 倒dao 转轉zhuan 尽盡儘jin 几幾ji 将將jiang 监監jian 禁jin 量liang 论論lun 磨mo 宁寧ning 旋xuan \
    与與yu 载載zai 占佔zhan 涨漲zhang 正zheng 只隻祇zhi 作zuo 扎za,zha 轧軋ya,zha,ga 车車ju,che 称稱chen,cheng \
    尺che,chi 臭xiu,chou 畜xu,chu 答da 逮dai 担擔dan 钉釘ding 恶惡wu,e 度duo,du 佛fo,fu 干乾gan,qian 杆gan 葛ge \
    冠guan 龟龜jun,qiu,gui 哈ha 和hu,huo,he 吓嚇he,xia 横橫heng 哄hong 华華hua 划劃hua 晃huang 济濟ji 纪紀ji \
    夹夾jia,ga 假jia 结結jie 劲勁jing,jin 卷捲juan 卡qia,ka 勒lei,le 累lei 擂lei 淋lin 笼籠long 搂摟lou 绿lv,lu \
    埋man,mai 闷悶men 秘祕bi,mi 泊po,bo 仆僕pu 朴樸piao,po,pu 铺鋪pu 曲qu 圈juan,quan 散san 丧喪sang 塞sai,se \
    扇shan 舍捨she 折she,zhe 甚shen 遂sui 挑tiao 通tong 吐tu 鲜鮮xian 削xue,xiao 吁xu,yu 要yao 叶葉xie,ye \
    饮飲yin 脏髒臟zang 择擇zhai,ze 粘nian,zhan 爪zhua,zhao 症zheng 抓zhua 琢zuo,zhuo 伯bai,bo 柏bai,bo 辟bi,pi \
    创創chuang 攒攢cuan,zan 撮zuo,cuo 提di,ti 斗dou 缝縫feng 观觀guan 号號hao 荷he 喝he 核hu,he 混hun 奇ji,qi \
    贾賈gu,jia 见見xian,jian 据據ju 菌jun 俩倆lia,liang 凉涼liang 陆陸liu,lu 六lu,liu 率shuai,lv 蒙meng 胖pan,pang \
    喷噴pen 片pian 漂piao 亲親qing,qin 任ren 撒sa 厦廈xia,sha 上shang 台tai 体體ti 拓ta,tuo 王wang 尾yi,wei \
    喂wei 委wei 吴wu 巷hang,xiang 语語yu 约約yao,yue 仔zai,zi 钻鑽zuan 柜櫃ju,gui 罢罷ba 把ba 背bei 奔ben
    """

  /// The character in the upper half and the packed letters below, sorted.
  private static let readings: [UInt64] = {
    var entries: [UInt64] = []
    var characters: [UInt32] = []
    var syllable = PlainSyllable()
    for scalar in (list + " ").unicodeScalars {
      if scalar.value >= 0x3400 {
        characters.append(scalar.value)
      } else if !syllable.append(scalar.value) {
        if syllable.letters > 0 {
          for character in characters { entries.append(UInt64(character) << 32 | UInt64(syllable.letters)) }
        }
        syllable = PlainSyllable()
        if scalar == " " { characters.removeAll() }
      }
    }
    return entries.sorted()
  }()

  /// Whether `scalar` is one of them, with a reading that is spelled so where `letters` is not 0.
  static func contains(_ scalar: UInt32, _ letters: UInt32 = 0) -> Bool {
    let wanted = UInt64(scalar) << 32 | UInt64(letters)
    var (low, high) = (0, readings.count)
    while low < high {
      let middle = (low + high) / 2
      if readings[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < readings.count else { return false }
    return letters == 0 ? readings[low] >> 32 == UInt64(scalar) : readings[low] == wanted
  }
}
