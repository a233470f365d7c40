/**
 * Words of home, health, food, school and nature that mean nearly the same, in seven languages.
 *
 * @module
 */

/** One concept a line: its words per language, columns separated by `|`. Stems match, so one form of a word suffices. */
export const PRIVATE_CONCEPTS: string = `
live reside home residence dwell|wohnen wohnhaft wohnsitz|habiter résider domicile|vivir residir domicilio|居住 住在|住む 住所|거주 사는
address street|adresse anschrift straße|adresse rue|dirección calle domicilio|地址|住所|주소
move moved relocate relocation|umzug umziehen umgezogen auszug einzug|déménager déménagement|mudanza mudarse trasladar|搬家 搬迁|引越 移転|이사 이전
house home building|haus gebäude|maison bâtiment immeuble|casa edificio|房子 楼|家 建物|집 건물
flat apartment|wohnung appartement|appartement|piso apartamento departamento|公寓|部屋 マンション|아파트
room chamber|zimmer raum|pièce chambre salle|habitación cuarto sala|房间|部屋 室|방
kitchen cook|küche|cuisine|cocina|厨房|台所 キッチン|부엌 주방
bathroom toilet restroom washroom|bad toilette|salle bains toilettes|baño aseo|厕所 卫生间|トイレ 風呂|화장실
cellar basement|keller|cave sous-sol|sótano bodega|地下室|地下室|지하실
attic loft|dachboden|grenier|desván ático|阁楼|屋根裏|다락
roof|dach|toit|tejado techo|屋顶|屋根|지붕
floor storey level|stock etage geschoss stockwerk|étage|planta piso|楼层|階|층
stairs stairwell staircase steps|treppe treppenhaus|escalier|escalera|楼梯|階段|계단
lift elevator|aufzug fahrstuhl|ascenseur|ascensor|电梯|エレベーター|엘리베이터
door gate entrance|tür tor eingang|porte portail entrée|puerta entrada portal|门 入口|扉 入口 玄関|문 입구
window|fenster|fenêtre|ventana|窗户|窓|창문
wall|wand mauer|mur|pared muro|墙|壁|벽
garden yard courtyard lawn|garten hof rasen|jardin cour pelouse|jardín patio césped|花园 院子|庭 中庭|정원 마당
garage shed|garage schuppen|garage abri|garaje cobertizo|车库|車庫 ガレージ|차고
key keys|schlüssel|clé clef|llave|钥匙|鍵|열쇠
lock locked|schloss abschließen schließen|serrure verrouiller fermer|cerradura cerrar candado|锁|施錠 鍵|잠금
password passphrase code pin|passwort kennwort code|mot passe code|contraseña clave código|密码|暗証 パスワード|비밀번호
furniture|möbel|meuble|mueble|家具|家具|가구
heating heater boiler radiator furnace|heizung heizkessel kessel|chauffage chaudière|calefacción caldera|暖气 锅炉|暖房 ボイラー|난방 보일러
electricity power electric current|strom elektrizität|électricité courant|electricidad luz corriente|电 电力|電気 電力|전기
water|wasser|eau|agua|水|水|물
gas|gas|gaz|gas|燃气 煤气|ガス|가스
rubbish waste trash garbage refuse bin|müll abfall|ordures déchets poubelle|basura residuos|垃圾|ゴミ 廃棄|쓰레기
clean cleaning cleaner wash washed|reinigung putzen sauber waschen|nettoyage nettoyer laver|limpieza limpiar lavar|清洁 打扫|掃除 清掃|청소
repair fix mend restore repaired|reparatur reparieren|réparation réparer|reparación reparar arreglar|修理 维修|修理 修繕|수리
maintenance service servicing inspection inspect check|wartung inspektion prüfung|entretien maintenance contrôle|mantenimiento revisión inspección|维护 检查 保养|点検 保守|점검 정비
broken damaged damage defect defective faulty break broke|kaputt defekt beschädigt schaden|cassé endommagé panne dégât|roto averiado daño dañado|坏了 损坏 故障|故障 破損|고장 파손
leak leaking drip|leck undicht tropft|fuite|fuga gotera|漏水|水漏れ|누수
noise noisy loud|lärm laut|bruit bruyant|ruido|噪音|騒音|소음
quiet silent silence still|ruhe leise ruhig ruhezeit|calme silence|silencio tranquilo|安静|静か 静粛|조용
smoke smoking cigarette|rauchen rauch|fumer fumée|fumar humo|吸烟|喫煙 禁煙|흡연 금연
fire burn blaze|feuer brand|feu incendie|fuego incendio|火灾 火|火事 火災|화재
emergency urgent|notfall dringend|urgence urgent|emergencia urgencia|紧急|緊急 非常|긴급 비상
accident injury injured hurt|unfall verletzung verletzt|accident blessure blessé|accidente lesión herido|事故 受伤|事故 怪我|사고 부상
hospital clinic|krankenhaus klinik|hôpital clinique|hospital clínica|医院|病院|병원
doctor physician gp surgery|arzt ärztin praxis|médecin docteur|médico doctor|医生|医者 医師|의사
dentist dental tooth|zahnarzt zahn|dentiste dent|dentista diente|牙医 牙齿|歯医者 歯科|치과
medicine medication drug tablet pill remedy|medikament arznei tablette|médicament comprimé|medicamento medicina pastilla|药|薬|약
dose dosage|dosis dosierung|dose posologie|dosis|剂量|用量|복용량
ill sick illness disease sickness condition|krank krankheit|malade maladie|enfermo enfermedad|生病 疾病|病気|병 질병
allergy allergic intolerance|allergie allergisch|allergie allergique|alergia alérgico|过敏|アレルギー|알레르기
pain ache hurt|schmerz|douleur|dolor|疼痛|痛み|통증
fever temperature|fieber temperatur|fièvre température|fiebre temperatura|发烧 体温 温度|熱 温度|열 온도
vaccine vaccination vaccinate jab|impfung|vaccin vaccination|vacuna vacunación|疫苗 接种|予防接種 ワクチン|백신 접종
operation surgery operate surgeon|operation|opération chirurgie|operación cirugía operar|手术|手術|수술
blood|blut|sang|sangre|血|血|피
diet vegetarian vegan|diät vegetarisch vegan|régime végétarien|dieta vegetariano|素食 饮食|食事 菜食|식단 채식
eat food meal dish ate|essen mahlzeit speise gericht|manger repas plat nourriture|comer comida plato|吃 食物 饭|食べる 食事 料理|음식 식사
breakfast|frühstück|petit-déjeuner|desayuno|早餐|朝食|아침식사
lunch|mittagessen|déjeuner|almuerzo comida|午餐|昼食|점심
dinner supper|abendessen|dîner|cena|晚餐|夕食|저녁식사
drink beverage|getränk trinken|boisson boire|bebida beber|饮料|飲み物 飲む|음료
coffee|kaffee|café|café|咖啡|コーヒー|커피
tea|tee|thé|té|茶|お茶 紅茶|차
bread|brot|pain|pan|面包|パン|빵
flour|mehl|farine|harina|面粉|小麦粉|밀가루
sugar|zucker|sucre|azúcar|糖|砂糖|설탕
salt|salz|sel|sal|盐|塩|소금
oil|öl|huile|aceite|油|油|기름
butter|butter|beurre|mantequilla|黄油|バター|버터
egg|ei eier|œuf|huevo|鸡蛋|卵 玉子|계란 달걀
milk|milch|lait|leche|牛奶|牛乳|우유
rice|reis|riz|arroz|米饭 大米|米 ご飯|쌀 밥
meat|fleisch|viande|carne|肉|肉|고기
fish|fisch|poisson|pescado pez|鱼|魚|생선 물고기
vegetable|gemüse|légume|verdura|蔬菜|野菜|채소 야채
fruit|obst frucht|fruit|fruta|水果|果物|과일
apple|apfel|pomme|manzana|苹果|林檎 りんご|사과
wine|wein|vin|vino|葡萄酒|ワイン|와인
beer|bier|bière|cerveza|啤酒|ビール|맥주
recipe cook bake|rezept kochen backen|recette cuire cuisiner|receta cocinar hornear|食谱 做法|レシピ 作り方|요리법
oven|ofen backofen|four|horno|烤箱|オーブン|오븐
knife blade|messer klinge|couteau lame|cuchillo hoja cuchilla|刀 刀片|包丁 刃|칼
sharpen sharp grind|schärfen schleifen|aiguiser affûter|afilar|磨刀|研ぐ 研ぎ|갈다
tool equipment device machine apparatus|werkzeug gerät maschine|outil appareil machine équipement|herramienta aparato máquina equipo|工具 设备 机器|道具 機械 工具|도구 기계 장비
saw|säge|scie|sierra|锯|鋸|톱
wood timber|holz|bois|madera|木材 木头|木材 木|나무 목재
sawdust shavings|sägemehl späne|sciure|serrín|锯末|おがくず|톱밥
nut walnut|nuss walnuss|noix|nuez nogal|核桃 坚果|胡桃|호두
tree|baum|arbre|árbol|树|木|나무
flower plant|blume pflanze|fleur plante|flor planta|花 植物|花 植物|꽃 식물
seed sow sowing|samen aussaat säen|graine semer semis|semilla sembrar|种子 播种|種 種まき|씨앗
harvest crop yield|ernte ernten|récolte|cosecha|收获|収穫|수확
compost|kompost|compost|compost abono|堆肥|堆肥|퇴비
soil earth ground|erde boden|terre sol|tierra suelo|土壤|土|흙
weather|wetter|météo temps|tiempo clima|天气|天気|날씨
rain|regen|pluie|lluvia|雨|雨|비
snow|schnee|neige|nieve|雪|雪|눈
wind storm|wind sturm|vent tempête|viento tormenta|风|風 嵐|바람
hot heat warm|heiß wärme warm|chaud chaleur|calor caliente|热|暑い 熱い|더운
cold cool freeze frozen|kalt kälte frieren|froid gel|frío helar|冷|寒い 冷たい|추운
animal pet|tier haustier|animal|animal mascota|动物 宠物|動物 ペット|동물
dog hound puppy|hund|chien|perro|狗|犬|개 강아지
cat kitten|katze|chat|gato|猫|猫|고양이
horse|pferd|cheval|caballo|马|馬|말
hen chicken|huhn hühner|poule poulet|gallina pollo|鸡|鶏|닭
bee|biene|abeille|abeja|蜜蜂|蜂|벌
bird|vogel|oiseau|pájaro ave|鸟|鳥|새
child kid pupil student children|kind kinder schüler|enfant élève|niño hijo alumno|孩子 学生 儿童|子供 生徒 児童|아이 학생 어린이
baby infant pram|baby säugling kinderwagen|bébé poussette|bebé cochecito|婴儿|赤ちゃん ベビーカー|아기 유모차
mother mum mom|mutter|mère maman|madre mamá|母亲 妈妈|母|어머니 엄마
father dad|vater|père papa|padre papá|父亲 爸爸|父|아버지 아빠
parent|eltern|parent|padres|父母 家长|両親 保護者|부모
brother|bruder|frère|hermano|兄弟 哥哥 弟弟|兄 弟|형제
sister|schwester|sœur|hermana|姐妹 姐姐 妹妹|姉 妹|자매
grandmother grandma|großmutter oma|grand-mère|abuela|祖母 奶奶|祖母|할머니
grandfather grandpa|großvater opa|grand-père|abuelo|祖父 爷爷|祖父|할아버지
wife spouse partner married|frau ehefrau verheiratet|femme épouse mariée|esposa mujer casada|妻子|妻|아내
husband spouse partner married|mann ehemann verheiratet|mari époux marié|marido esposo casado|丈夫|夫|남편
friend|freund freundin|ami|amigo|朋友|友達 友人|친구
neighbour neighbor|nachbar|voisin|vecino|邻居|隣人 近所|이웃
guest visitor visit|gast besuch besucher|invité visiteur visite|invitado visitante visita huésped|客人 访客|客 訪問|손님 방문
landlord landlady lessor owner|vermieter eigentümer|propriétaire bailleur|propietario casero arrendador|房东|大家 家主|집주인 임대인
tenant lessee renter resident occupant|mieter bewohner|locataire habitant|inquilino arrendatario residente|租客 住户|入居者 借主|세입자 임차인
owner own owned owns belongs holder possess|besitzer eigentümer inhaber gehört|propriétaire titulaire appartient|dueño propietario titular pertenece|业主 所有者|所有者 持ち主|소유자 주인
birth birthday born|geburt geburtstag geboren|naissance anniversaire né|nacimiento cumpleaños nacido|出生 生日|誕生日 生まれ|생일 출생
death die died dead|tod gestorben verstorben|mort décès décédé|muerte fallecido murió|去世 死亡|死亡 亡くな|사망
wedding marriage marry|hochzeit heirat|mariage|boda matrimonio|婚礼|結婚 結婚式|결혼
name called title|name heißt bezeichnung|nom appelé|nombre llama|名字 名称 叫|名前 名称|이름 명칭
age old|alter alt|âge|edad|年龄|年齢|나이
school class lesson|schule unterricht klasse|école cours classe|escuela colegio clase|学校 课程|学校 授業|학교 수업
teacher teach taught instructor trainer|lehrer lehrerin kursleiter|professeur enseignant|profesor maestro|老师 教师|先生 講師|선생 강사
course class workshop training seminar|kurs lehrgang schulung|cours formation stage atelier|curso taller formación|课程 培训|講座 研修|강좌 교육
exam test examination|prüfung test klausur|examen épreuve|examen prueba|考试|試験|시험
homework assignment|hausaufgabe|devoir|deberes tarea|作业|宿題|숙제
book|buch|livre|libro|书|本 書籍|책
library|bibliothek bücherei|bibliothèque|biblioteca|图书馆|図書館|도서관
music song|musik lied|musique chanson|música canción|音乐 歌|音楽 歌|음악 노래
concert performance show gig|konzert aufführung vorstellung|concert spectacle|concierto espectáculo función|音乐会 演出|演奏会 公演|공연 콘서트
choir singer sing|chor sänger singen|chœur chorale chanter|coro cantante cantar|合唱|合唱|합창
game play match|spiel|jeu match|juego partido|比赛 游戏|試合 ゲーム|경기 게임
team group squad|mannschaft team gruppe|équipe groupe|equipo grupo|团队 小组|チーム 班|팀 조
win won winner champion prize|gewinnen sieger gewonnen preis|gagner vainqueur prix|ganar ganador premio|获胜 冠军|優勝 受賞|우승 수상
lose lost gone missing mislaid|verloren verlieren verlust|perdre perdu perte|perder perdido pérdida|丢失 遗失|紛失 失くし|분실
find found discover|finden gefunden|trouver trouvé|encontrar hallar|找到 发现|発見 見つけ|발견
steal stole stolen theft thief|diebstahl gestohlen|vol volé|robo robado|偷 盗窃|盗難|도난
want wish desire|wollen wunsch möchte|vouloir souhait|querer desear|想要|希望|원하
need require must required necessary obligatory mandatory compulsory|brauchen benötigt erforderlich pflicht notwendig|besoin nécessaire obligatoire requis|necesitar necesario obligatorio requerido falta|需要 必须|必要 必須|필요 필수
exempt exemption excused|befreit ausgenommen|exempté dispensé exonéré|exento eximido|免除|免除|면제
allow permit may permitted allowed permission|erlaubt erlauben dürfen genehmigung gestattet|permis autorisé permettre autorisation|permitido permitir permiso autorizado|允许 可以 许可|許可 可能|허용 허가
forbid prohibit ban forbidden prohibited banned|verboten untersagt verbot|interdit interdire défendu|prohibido prohibir|禁止|禁止|금지
rule regulation policy bylaw|regel ordnung vorschrift satzung|règle règlement|regla norma reglamento|规定 规则|規則 規約|규칙 규정
contract agreement treaty|vertrag vereinbarung|contrat accord|contrato acuerdo|合同 协议|契約|계약
clause section paragraph|absatz paragraph klausel|clause article|cláusula artículo|条款|条項|조항
sign signed signature|unterschrift unterschreiben unterzeichnet|signature signer signé|firma firmar firmado|签名 签字 签署|署名 サイン|서명
notice termination notify announce|kündigung mitteilung bekanntgabe|préavis avis annonce|aviso preaviso anuncio|通知|通知 お知らせ|공지 통지
penalty fine punishment|strafe bußgeld|amende pénalité|multa sanción|罚款|罰金|벌금
warranty guarantee|garantie gewährleistung|garantie|garantía|保修 质保|保証|보증
liability liable|haftung haftet|responsabilité|responsabilidad|责任|責任|책임
reason cause why because|grund ursache|raison cause|razón causa motivo|原因|理由 原因|이유 원인
problem issue trouble difficulty error fault|problem fehler störung|problème erreur|problema error fallo|问题 错误|問題 エラー|문제 오류
error bug fault crash failure fail failed|fehler ausfall absturz|erreur panne échec|error fallo avería|错误 失败|エラー 失敗|오류 실패
outage incident downtime disruption|ausfall störung vorfall|panne incident coupure|interrupción incidente corte|停机 事件|障害 停電|장애 정전
help support assist assistance|hilfe unterstützung|aide soutien|ayuda apoyo|帮助 支持|助け 支援|도움 지원
complain complaint|beschwerde|plainte réclamation|queja reclamación|投诉|苦情|불만 민원
suggest suggestion propose proposal idea|vorschlag vorschlagen|proposition proposer|propuesta proponer sugerencia|建议 提议|提案|제안
plan planned planning project|plan planung vorhaben projekt|plan projet prévu|plan proyecto previsto|计划 项目|計画 予定|계획 예정
goal aim target objective purpose|ziel zweck|but objectif|objetivo meta|目标 目的|目標 目的|목표 목적
result outcome|ergebnis resultat|résultat|resultado|结果|結果|결과
report|bericht|rapport|informe memoria|报告|報告|보고
summary overview|zusammenfassung überblick|résumé|resumen|总结 摘要|概要 まとめ|요약
list|liste|liste|lista|列表 名单|一覧 名簿|목록 명단
number count quantity how|anzahl nummer menge|nombre numéro quantité|número cantidad|数量 号码|番号 数量|번호 수량
phone telephone tel mobile call ring dial|telefon handy anruf anrufen|téléphone portable appeler|teléfono móvil llamar|电话 手机|電話 携帯|전화 휴대폰
mail email e-mail letter|mail brief post|courriel mail lettre courrier|correo carta|邮件 信件|メール 手紙|이메일 편지
write wrote written author|schreiben verfasser autor|écrire auteur|escribir autor|撰写 作者|著者 書く|작성 저자
read reader reading|lesen|lire lecture|leer lectura|阅读|読む|읽
speak spoke spoken talk language|sprechen sprache|parler langue|hablar idioma lengua|语言 说|言語 話す|언어
answer reply respond response|antwort antworten|réponse répondre|respuesta responder|回答 回复|回答 返事|답변 회신
ask question enquire inquiry request|frage fragen anfrage|question demander demande|pregunta preguntar solicitud|问题 询问|質問 問い合わせ|질문 문의
send sent|senden schicken|envoyer envoi|enviar mandar envío|发送 寄|送る 送付|보내 발송
picture photo image photograph|bild foto|image photo|imagen foto|照片 图片|写真 画像|사진
colour color paint painted|farbe streichen|couleur peinture peindre|color pintura pintar|颜色|色|색
size length width height dimension measure|größe länge breite höhe maß|taille longueur largeur hauteur|tamaño longitud anchura altura medida|尺寸 长度|大きさ 長さ サイズ|크기 길이
weight weigh heavy|gewicht schwer|poids peser lourd|peso pesar|重量|重さ 体重|무게 체중
distance far away|entfernung weit|distance loin|distancia lejos|距离|距離|거리
speed fast quick|geschwindigkeit schnell|vitesse rapide|velocidad rápido|速度|速度|속도
capacity hold seats room|kapazität plätze fassungsvermögen|capacité places|capacidad plazas aforo|容量 座位|定員 容量|정원 용량
limit maximum max cap most|grenze maximum höchstens maximal|limite maximum|límite máximo|上限 最多|上限 最大|한도 최대
minimum least lowest|minimum mindestens|minimum moins|mínimo|最少 至少|最低 最小|최소
large big size|groß|grand|grande|大|大きい|큰
small little|klein|petit|pequeño|小|小さい|작은
long duration last lasts lasted take took length|dauer lang dauern|durée long durer|duración largo durar|持续 多久|期間|기간
duration time minutes hours period term|dauer zeitraum laufzeit|durée période|duración período plazo|时长 期限|所要時間 期間|소요시간 기간
valid validity count|gültig gültigkeit|valable validité|válido vigencia validez|有效|有効|유효
new replaced changed latest|neu|nouveau neuf|nuevo|新|新しい 新|새로운 신규
old former previous|alt früher ehemalig|ancien vieux|viejo antiguo anterior|旧 以前|古い 旧|이전 기존
change changed alter modify update amended|änderung ändern geändert|changement changer modifier|cambio cambiar modificar|变更 修改|変更|변경
increase raise raised rise rose risen grow grew grown growth|erhöhung erhöhen steigen gestiegen|augmentation augmenter hausse|aumento aumentar subir subida|增加 上涨 提高|増加 値上げ|증가 인상
decrease reduce reduced fall fell fallen drop fewer lower|senken gesunken reduziert rückgang|baisse réduire diminution|reducción reducir bajar bajada|减少 下降|減少 値下げ|감소 인하
remove delete erase clear drop purge|entfernen löschen|supprimer enlever effacer|eliminar borrar quitar|删除|削除 撤去|삭제 제거
add added extra additional|hinzufügen zusätzlich|ajouter supplémentaire|añadir adicional|增加 添加|追加|추가
keep kept store stored storage stow|aufbewahren lagern lager aufbewahrung|garder conserver stockage ranger|guardar almacenar conservar|保管 存放|保管 収納 しまい|보관
wipe rub dry|wischen abtrocknen|essuyer sécher|limpiar secar frotar|擦拭|拭く 拭き|닦
cut trim slice|schneiden|couper|cortar|切|切る|자르
mix stir blend|mischen rühren|mélanger remuer|mezclar remover|搅拌 混合|混ぜ|섞
wait waiting queue|warten warteliste|attendre attente|esperar espera|等待 排队|待つ 待ち|대기
use used using usage|benutzen nutzung verwenden|utiliser usage|usar uso utilizar|使用|使用 利用|사용 이용
make made produce produced manufacture maker brand|herstellen hersteller marke|fabriquer fabricant marque|fabricar fabricante marca|制造 品牌|製造 メーカー|제조 제조사
build built construct constructed construction|bauen gebaut bau|construire construit construction|construir construido construcción|建造 建设|建設 建築|건설 건축
give gave given hand handed|geben übergeben|donner remettre|dar entregar|给|渡す|주다
take took taken pick collect collected pickup fetch|nehmen abholen mitnehmen|prendre récupérer chercher|tomar recoger llevar|取 领取|受け取 引き取|받다 수령
bring brought|mitbringen|apporter amener|traer llevar|带来 携带|持参 持って|가져
put place lay set|legen stellen|mettre poser|poner colocar|放置 放在|置く 置き|놓다
hang|hängen|accrocher pendre|colgar|挂|掛ける|걸다
cupboard closet cabinet wardrobe drawer|schrank schublade|armoire placard tiroir|armario cajón|柜子 抽屉|戸棚 棚 引き出し|서랍 찬장
box case container crate|kiste dose behälter|boîte caisse|caja|盒子 箱子|箱|상자
bag backpack luggage baggage suitcase|tasche rucksack gepäck koffer|sac bagage valise|bolsa mochila equipaje maleta|包 行李|鞄 荷物|가방 짐
table desk|tisch schreibtisch|table bureau|mesa escritorio|桌子|机 テーブル|책상
bed|bett|lit|cama|床|ベッド|침대
office|büro|bureau|oficina|办公室|事務所 事務室|사무실
city town village place|stadt dorf ort|ville village|ciudad pueblo|城市|市 町|도시
country nation|land|pays|país|国家|国|나라
sea beach coast|meer strand küste|mer plage côte|mar playa costa|海 海滩|海 浜|바다 해변
mountain hill|berg|montagne|montaña|山|山|산
river lake|fluss see|rivière lac|río lago|河 湖|川 湖|강 호수
winter|winter|hiver|invierno|冬天 冬季|冬|겨울
summer|sommer|été|verano|夏天 夏季|夏|여름
spring|frühling frühjahr|printemps|primavera|春天 春季|春|봄
autumn fall|herbst|automne|otoño|秋天 秋季|秋|가을
morning|morgen vormittag|matin|mañana|早上 上午|朝 午前|아침 오전
evening night tonight|abend nacht|soir nuit|noche tarde|晚上|夜 夕方|저녁 밤
weekend saturday sunday|wochenende|week-end|fin semana|周末|週末|주말
monday|montag|lundi|lunes|星期一 周一|月曜 月曜日|월요일
tuesday|dienstag|mardi|martes|星期二 周二|火曜 火曜日|화요일
wednesday|mittwoch|mercredi|miércoles|星期三 周三|水曜 水曜日|수요일
thursday|donnerstag|jeudi|jueves|星期四 周四|木曜 木曜日|목요일
friday|freitag|vendredi|viernes|星期五 周五|金曜 金曜日|금요일
saturday|samstag sonnabend|samedi|sábado|星期六 周六|土曜 土曜日|토요일
sunday|sonntag|dimanche|domingo|星期日 星期天 周日|日曜 日曜日|일요일
january|januar|janvier|enero|一月|一月|
february|februar|février|febrero|二月|二月|
march|märz|mars|marzo|三月|三月|
april|april|avril|abril|四月|四月|
may|mai|mai|mayo|五月|五月|
june|juni|juin|junio|六月|六月|
july|juli|juillet|julio|七月|七月|
august|august|août|agosto|八月|八月|
september|september|septembre|septiembre|九月|九月|
october|oktober|octobre|octubre|十月|十月|
november|november|novembre|noviembre|十一月|十一月|
december|dezember|décembre|diciembre|十二月|十二月|
party celebration celebrate festival|feier fest|fête|fiesta celebración|派对 庆祝|祭り パーティー|파티 축제
photo camera|kamera|appareil caméra|cámara|相机|カメラ|카메라
computer laptop pc|rechner computer|ordinateur|ordenador computadora|电脑|パソコン|컴퓨터
internet wifi network wlan broadband|internet wlan netz|internet réseau wifi|internet red wifi|网络|ネット 回線|인터넷
printer print|drucker drucken|imprimante imprimer|impresora imprimir|打印机 打印|印刷 プリンター|프린터 인쇄
phone screen display|bildschirm anzeige|écran affichage|pantalla|屏幕|画面 表示|화면
server host machine|server|serveur|servidor|服务器|サーバー|서버
restart reboot|neustart|redémarrer|reiniciar|重启|再起動|재시작
install setup installation|installieren installation|installer installation|instalar instalación|安装|設置 導入|설치
backup copy|sicherung kopie|sauvegarde copie|copia respaldo|备份|バックアップ 複製|백업
version release|version ausgabe|version|versión|版本|版|버전
setting option value config configuration|einstellung wert|réglage valeur|ajuste valor opción|设置|設定|설정
timeout ttl lifetime expiry|
attempt try retry|versuch|essai tentative|intento|尝试|試行|시도
location located place site venue where|ort standort lage|lieu emplacement|lugar ubicación sede|地点 位置|場所 会場|장소 위치
language tongue|sprache|langue|idioma|语言|言語|언어
nationality citizen citizenship|staatsangehörigkeit|nationalité|nacionalidad|国籍|国籍|국적
passport visa|reisepass pass ausweis|passeport|pasaporte|护照 签证|旅券 パスポート|여권
licence license licensed permit|lizenz führerschein erlaubnis|licence permis|licencia permiso carné|执照 许可证|免許 ライセンス|면허 라이선스
certificate document paper|bescheinigung zeugnis dokument|certificat document attestation|certificado documento|证书 文件|証明書 書類|증명서 서류
police|polizei|police|policía|警察|警察|경찰
lawyer solicitor attorney legal|anwalt rechtsanwalt|avocat|abogado|律师|弁護士|변호사
plumber|klempner installateur|plombier|fontanero|水管工|水道屋|배관공
painter|maler|peintre|pintor|画家|画家|화가
gardener|gärtner|jardinier|jardinero|园丁|庭師|정원사
nurse|krankenschwester pfleger|infirmier infirmière|enfermero enfermera|护士|看護師|간호사
visit inspect viewing view tour|besichtigung|visite|visita|参观|見学|견학
happy glad pleased|froh|content heureux|contento feliz|高兴|嬉しい|기쁜
worried concern concerned|sorge besorgt|inquiet souci|preocupado|担心|心配|걱정
silent mute|stumm|muet|mudo|||
fabric cloth textile|stoff tuch|tissu|tela|布料|布 生地|천
glass|glas|verre|vidrio vaso|玻璃|ガラス|유리
iron steel metal|eisen stahl metall|fer acier métal|hierro acero metal|钢铁 金属|鉄 金属|철 금속
stone rock|stein|pierre|piedra|石头|石|돌
paper|papier|papier|papel|纸|紙|종이
brief short|kurz|bref court|breve corto|短|短い|짧은
permanent fixed steady|fest dauerhaft|permanent fixe|permanente fijo|固定|固定|고정
temporary interim provisional|vorläufig vorübergehend|temporaire provisoire|temporal provisional|临时|仮 臨時|임시
final definitive last|endgültig letzte|final définitif dernier|final definitivo último|最终 最后|最終 最後|최종 마지막
english|englisch|anglais|inglés|英语 英文|英語|영어
german|deutsch|allemand|alemán|德语 德文|ドイツ語|독일어
french|französisch|français|francés|法语 法文|フランス語|프랑스어
spanish|spanisch|espagnol|español|西班牙语|スペイン語|스페인어
italian|italienisch|italien|italiano|意大利语|イタリア語|이탈리아어
chinese|chinesisch|chinois|chino|中文 汉语|中国語|중국어
japanese|japanisch|japonais|japonés|日语 日文|日本語|일본어
korean|koreanisch|coréen|coreano|韩语 韩文|韓国語|한국어
mathematics maths math|mathematik mathe|mathématiques maths|matemáticas|数学|数学|수학
history|geschichte|histoire|historia|历史|歴史|역사
geography|erdkunde geografie|géographie|geografía|地理|地理|지리
sport sports gym pe|sport turnen|sport gymnastique eps|deporte gimnasia|体育|体育|체육
science physics chemistry biology|physik chemie biologie|sciences physique chimie biologie|ciencias física química biología|科学 物理 化学|理科 物理 化学|과학 물리 화학
art drawing|kunst zeichnen|art dessin|arte dibujo|美术|美術|미술
swim swimming pool|schwimmen schwimmbad|nager natation piscine|nadar natación piscina|游泳|水泳 プール|수영
dance dancing|tanzen tanz|danse danser|baile bailar|跳舞|踊り|춤
sweater jumper pullover cardigan|pullover|pull|jersey suéter|毛衣|セーター|스웨터
coat jacket|mantel jacke|manteau veste|abrigo chaqueta|外套|上着 コート|외투
shoe shoes boots|schuh stiefel|chaussure botte|zapato bota|鞋|靴|신발
dress clothes clothing|kleid kleidung|robe vêtements|vestido ropa|衣服|服 洋服|옷
red|rot|rouge|rojo|红色|赤|빨간
green|grün|vert|verde|绿色|緑|초록
blue|blau|bleu|azul|蓝色|青|파란
white|weiß|blanc|blanco|白色|白|흰
black|schwarz|noir|negro|黑色|黒|검은
yellow|gelb|jaune|amarillo|黄色|黄|노란
mushroom|pilz|champignon|champiñón seta|蘑菇|きのこ|버섯
potato|kartoffel|pomme patate|patata papa|土豆|じゃがいも|감자
onion|zwiebel|oignon|cebolla|洋葱|玉ねぎ|양파
tomato|tomate|tomate|tomate|番茄 西红柿|トマト|토마토
cheese|käse|fromage|queso|奶酪|チーズ|치즈
cake|kuchen torte|gâteau|pastel tarta|蛋糕|ケーキ|케이크
gift present|geschenk|cadeau|regalo|礼物|贈り物 プレゼント|선물
flour dough yeast|teig hefe|pâte levure|masa levadura|面团 酵母|生地 酵母|반죽 효모
aunt|tante|tante|tía|阿姨 姑姑|叔母|이모 고모
uncle|onkel|oncle|tío|叔叔 舅舅|叔父|삼촌
cousin|cousin|cousin|primo|表哥 表姐|従兄弟|사촌
daughter|tochter|fille|hija|女儿|娘|딸
son|sohn|fils|hijo|儿子|息子|아들
grandchild grandson granddaughter|enkel|petit-fils|nieto|孙子 孙女|孫|손자
draft preliminary|entwurf|brouillon ébauche|borrador|草稿 草案|下書き 草案|초안
successful success|erfolg erfolgreich|succès réussi|éxito|成功|成功|성공
`;
